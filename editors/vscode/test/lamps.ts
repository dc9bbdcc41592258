// A project with one finding, and the server that the tests talk to.

import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';

/** A task list in which an ID is used twice. */
export const TWICE = '# Tasks\n\n- [ ] T001 Light the lamp 💡 on the pier (FR-001)\n- [ ] T001 Trim the wick\n';
export const ONCE = TWICE.replace('T001 Trim', 'T002 Trim');

const SPEC = `# Feature Specification: Lamps

## User Scenarios & Testing

### User Story 1 - See the lamps (Priority: P1)

## Requirements

- **FR-001**: The keeper MUST see the lamps.
`;

/** Makes a project, and returns the path of its task list. */
export function project(text: string = TWICE): { folder: string; tasks: string } {
  const folder = madeFolder();
  const tasks = join(folder, 'specs', '001-lamps', 'tasks.md');
  mkdirSync(dirname(tasks), { recursive: true });
  writeFileSync(join(folder, 'harness-lint.toml'), '');
  writeFileSync(tasks, text);
  writeFileSync(join(dirname(tasks), 'spec.md'), SPEC);
  return { folder, tasks };
}

const made: string[] = [];

/** Makes a folder that is there until the tests end. */
function madeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'harness-lint-'));
  made.push(folder);
  return folder;
}

process.once('exit', () => {
  for (const folder of made) {
    rmSync(folder, { recursive: true, force: true });
  }
});

/** Makes a program of a shell's words, and returns its path. */
export function program(text: string): string {
  const path = join(madeFolder(), 'harness-lint');
  writeFileSync(path, `#!/bin/sh\n${text}\n`, { mode: 0o755 });
  return path;
}

/** The installed server: what `HARNESS_LINT` names, or what is on the search path; if it works. */
export const SERVER = installed();

/** Why tests with the real server are left out, if they are. */
export const skip = SERVER === undefined ? 'no harness-lint with the extra `lsp` is installed' : false;

function installed(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const places = folders.map((folder) => join(folder, 'harness-lint'));
  return [process.env['HARNESS_LINT'], ...places].find((place) => {
    return place !== undefined && spawnSync(place, ['lsp', '--help']).status === 0;
  });
}

