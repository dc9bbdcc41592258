// What is said where there is no server, and the ways out that are offered.

import type { Search } from './find';
import type { Exit } from './launch';

export type WayOut = 'Open Settings' | 'Select Interpreter' | 'How to Install' | 'Show Output' | 'Try Again';

export interface Problem {
  readonly text: string;
  readonly waysOut: readonly WayOut[];
}

/** What keeps the server from being found; `undefined` where it was. */
export function problemOfSearch(search: Search, trusted: boolean): Problem | undefined {
  switch (search.kind) {
    case 'found':
      return undefined;
    case 'not there':
      return {
        text: `The setting harness-lint.path names ${search.path}, which is not a program.`,
        waysOut: ['Open Settings', 'Try Again'],
      };
    case 'missing':
      return {
        text: trusted
          ? 'harness-lint was found neither in the selected Python environment nor on the PATH.'
          : 'harness-lint was not found on the PATH. The Python environment of a workspace is used once the workspace is trusted.',
        waysOut: ['How to Install', 'Select Interpreter', 'Open Settings', 'Try Again'],
      };
  }
}

/** What is said of a server that ended before it was ready. */
export function problemOfExit(command: string, { code, said }: Exit): Problem {
  if (said.includes('harness-spec-lint[lsp]')) {
    return {
      text: `${command} lacks what the language server needs: install "harness-spec-lint[lsp]" in its environment.`,
      waysOut: ['How to Install', 'Select Interpreter', 'Try Again'],
    };
  }
  const last = said.trimEnd().split('\n').at(-1) ?? '';
  const how = code === null ? 'was ended' : `ended with ${code}`;
  return {
    text: `The server ${how} before it was ready${last === '' ? '.' : `: ${last}`}`,
    waysOut: ['Show Output', 'Open Settings', 'Try Again'],
  };
}

/** What is said of a program that the system did not start. */
export function problemOfStart(command: string, reason: unknown): Problem {
  const why = reason instanceof Error ? reason.message : String(reason);
  return {
    text: `${command} could not be started: ${why}`,
    waysOut: ['Show Output', 'Open Settings', 'Try Again'],
  };
}
