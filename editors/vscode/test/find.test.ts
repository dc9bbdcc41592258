import assert from 'node:assert/strict';
import test from 'node:test';
import { findServer, type Places } from '../src/find';

const PLACES: Places = {
  configured: '',
  interpreter: undefined,
  searchPath: '/usr/local/bin:/usr/bin',
  folders: ['/home/ada/yard'],
  trusted: true,
  home: '/home/ada',
  platform: 'linux',
};

async function found(places: Partial<Places>, programs: readonly string[]): Promise<string> {
  const isProgram = (path: string): Promise<boolean> => Promise.resolve(programs.includes(path));
  const search = await findServer({ ...PLACES, ...places }, isProgram);
  switch (search.kind) {
    case 'found':
      return search.command;
    case 'not there':
      return `not there: ${search.path}`;
    case 'missing':
      return 'missing';
  }
}

const EVERYWHERE = [
  '/opt/lint/harness-lint',
  '/home/ada/env/bin/harness-lint',
  '/usr/local/bin/harness-lint',
  '/usr/bin/harness-lint',
];

test('the setting goes before the environment, and the environment before the search path', async () => {
  const interpreter = '/home/ada/env/bin/python';

  assert.equal(
    await found({ configured: '/opt/lint/harness-lint', interpreter }, EVERYWHERE),
    '/opt/lint/harness-lint',
  );
  assert.equal(await found({ interpreter }, EVERYWHERE), '/home/ada/env/bin/harness-lint');
  assert.equal(await found({}, EVERYWHERE), '/usr/local/bin/harness-lint');
  assert.equal(await found({}, ['/usr/bin/harness-lint']), '/usr/bin/harness-lint');
  assert.equal(await found({}, []), 'missing');
});

test('a setting that names no program is not replaced by another program', async () => {
  assert.equal(await found({ configured: '/opt/no' }, EVERYWHERE), 'not there: /opt/no');
});

test('the setting may speak of the home and of the first folder', async () => {
  const named = (configured: string): Promise<string> => found({ configured }, []);

  assert.equal(await named('~/env/bin/harness-lint'), 'not there: /home/ada/env/bin/harness-lint');
  assert.equal(await named('${workspaceFolder}/.venv/x'), 'not there: /home/ada/yard/.venv/x');
  assert.equal(await named('.venv/x'), 'not there: /home/ada/yard/.venv/x');
  assert.equal(await named('/opt/~/x'), 'not there: /opt/~/x');
});

test('an untrusted workspace brings no program', async () => {
  const inside = ['/home/ada/yard/.venv/bin/harness-lint', '/home/ada/yard/bin/harness-lint'];
  const places = {
    interpreter: '/home/ada/yard/.venv/bin/python',
    searchPath: '/home/ada/yard/bin:/usr/bin',
  };

  assert.equal(await found({ ...places, trusted: true }, inside), inside[0]);
  assert.equal(await found({ ...places, trusted: false }, inside), 'missing');
  assert.equal(
    await found({ ...places, trusted: false }, [...inside, '/usr/bin/harness-lint']),
    '/usr/bin/harness-lint',
  );
  assert.equal(
    await found({ trusted: false, searchPath: '/home/ada/yardstick' }, [
      '/home/ada/yardstick/harness-lint',
    ]),
    '/home/ada/yardstick/harness-lint',
  );
});

test('a folder of the search path that is relative is passed over', async () => {
  assert.equal(await found({ searchPath: '.:bin::/usr/bin' }, ['harness-lint', 'bin/harness-lint']), 'missing');
});

test('Windows has its own names and separators', async () => {
  const places: Partial<Places> = {
    platform: 'win32',
    searchPath: 'C:\\Tools;D:\\bin',
    folders: ['C:\\yard'],
    home: 'C:\\Users\\ada',
  };
  const venv = 'C:\\yard\\.venv\\Scripts\\harness-lint.exe';
  const global = 'C:\\Python\\Scripts\\harness-lint.exe';

  assert.equal(await found(places, ['D:\\bin\\harness-lint.exe']), 'D:\\bin\\harness-lint.exe');
  assert.equal(
    await found({ ...places, interpreter: 'C:\\yard\\.venv\\Scripts\\python.exe' }, [venv]),
    venv,
  );
  assert.equal(await found({ ...places, interpreter: 'C:\\Python\\python.exe' }, [global]), global);
  assert.equal(
    await found(
      { ...places, trusted: false, interpreter: 'c:\\yard\\.venv\\Scripts\\python.exe' },
      ['c:\\yard\\.venv\\Scripts\\harness-lint.exe'],
    ),
    'missing',
  );
});
