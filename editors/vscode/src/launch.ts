// Starts the server as a process that talks through its standard input and output, and ends it.

import { spawn, type ChildProcess } from 'node:child_process';
import { PassThrough, type Readable, type Writable } from 'node:stream';

export interface Launch {
  readonly command: string;
  /** Further arguments for `harness-lint lsp`. */
  readonly args: readonly string[];
  readonly folder: string | undefined;
  /** Is given what the server says on its standard error. */
  readonly hears?: (text: string) => void;
}

export interface Exit {
  /** The exit code; `null` if a signal ended the process. */
  readonly code: number | null;
  /** The last that the server said on its standard error. */
  readonly said: string;
}

export interface Server {
  readonly process: ChildProcess;
  readonly reader: Readable;
  /** What is written to a server that has gone is lost, and no error: `exited` tells of it. */
  readonly writer: Writable;
  readonly exited: Promise<Exit>;
}

/** How much of what the server says is kept, in characters. */
const KEPT = 4000;

/** Starts the server. Rejects if the system cannot start the program. */
export async function launch({ command, args, folder, hears }: Launch): Promise<Server> {
  const process = spawn(command, ['lsp', ...args], { cwd: folder, windowsHide: true });
  let said = '';
  process.stderr.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-KEPT);
    hears?.(text);
  });
  const writer = new PassThrough();
  writer.pipe(process.stdin.on('error', () => undefined));
  const exited = new Promise<Exit>((resolve) => {
    process.once('close', (code) => {
      resolve({ code, said });
    });
  });
  await new Promise<void>((resolve, reject) => {
    process.once('spawn', resolve).once('error', reject);
  });
  return { process, reader: process.stdout, writer, exited };
}

/** Ends a server that was asked to stop and did not within `milliseconds`. */
export async function end({ process, exited }: Server, milliseconds: number): Promise<void> {
  const timer = setTimeout(() => process.kill('SIGKILL'), milliseconds);
  await exited;
  clearTimeout(timer);
}
