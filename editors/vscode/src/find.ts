// Which program is the server: the one that the settings name, else that of the selected Python
// environment, else that on the search path.

import * as path from 'node:path';

export interface Places {
  /** The setting `harness-lint.path`; empty where nothing is set. */
  readonly configured: string;
  /** The interpreter of the selected Python environment, where one is known. */
  readonly interpreter: string | undefined;
  /** The search path of the system. */
  readonly searchPath: string;
  /** Folders of the workspace. */
  readonly folders: readonly string[];
  /** Whether programs that lie in the workspace may be run. */
  readonly trusted: boolean;
  readonly home: string;
  readonly platform: NodeJS.Platform;
}

export type Search =
  | { readonly kind: 'found'; readonly command: string; readonly from: string }
  | { readonly kind: 'missing' }
  | { readonly kind: 'not there'; readonly path: string };

export type IsProgram = (path: string) => Promise<boolean>;

/** Finds the server. Programs in the folders of an untrusted workspace are passed over. */
export async function findServer(places: Places, isProgram: IsProgram): Promise<Search> {
  if (places.configured !== '') {
    const command = expanded(places);
    return (await isProgram(command))
      ? { kind: 'found', command, from: 'the setting `harness-lint.path`' }
      : { kind: 'not there', path: command };
  }
  for (const [command, from] of candidates(places)) {
    if ((places.trusted || !liesInWorkspace(command, places)) && (await isProgram(command))) {
      return { kind: 'found', command, from };
    }
  }
  return { kind: 'missing' };
}

function* candidates(places: Places): Generator<[command: string, from: string]> {
  const paths = pathsOf(places.platform);
  const name = places.platform === 'win32' ? 'harness-lint.exe' : 'harness-lint';
  if (places.interpreter !== undefined) {
    yield [paths.join(paths.dirname(places.interpreter), name), 'the Python environment'];
    if (places.platform === 'win32') {
      // Beside the interpreter in a virtual environment, below it in an installation.
      yield [paths.join(paths.dirname(places.interpreter), 'Scripts', name), 'the Python environment'];
    }
  }
  for (const folder of places.searchPath.split(paths.delimiter)) {
    if (paths.isAbsolute(folder)) {
      yield [paths.join(folder, name), 'the search path'];
    }
  }
}

function expanded({ configured, folders, home, platform }: Places): string {
  const paths = pathsOf(platform);
  const folder = folders[0] ?? home;
  const named = configured.replaceAll('${workspaceFolder}', folder).replace(/^~(?=[/\\]|$)/, home);
  return paths.isAbsolute(named) ? named : paths.join(folder, named);
}

function liesInWorkspace(command: string, { folders, platform }: Places): boolean {
  const paths = pathsOf(platform);
  return folders.some((folder) => {
    const below = paths.relative(folder, command);
    return below !== '..' && !below.startsWith(`..${paths.sep}`) && !paths.isAbsolute(below);
  });
}

function pathsOf(platform: NodeJS.Platform): path.PlatformPath {
  return platform === 'win32' ? path.win32 : path.posix;
}
