// The bundled extension in a stand-in for the editor, with the real language client and the real server.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import test, { afterEach, beforeEach } from 'node:test';
import { ONCE, program, project, SERVER, skip, TWICE } from './lamps';
import type { Editor } from './editor';

const bundled = createRequire(resolve('build/extension.js'));
const { editor } = bundled('vscode') as { editor: Editor };
const { activate, deactivate } = bundled('./extension.js') as {
  activate: (context: { subscriptions: { dispose(): void }[] }) => Promise<void>;
  deactivate: () => Promise<void>;
};
/** How long the server gets to hear of a change that must show nothing. */
const HEARD_MILLISECONDS = 300;
/** A token that nobody cancels. */
const NEVER = { isCancellationRequested: false, onCancellationRequested: () => ({ dispose: () => undefined }) };

interface Action {
  readonly title: string;
  readonly kind: { readonly value: string };
  readonly isPreferred?: boolean;
}

interface Lens {
  readonly data: { readonly item: string };
  readonly command: {
    readonly title: string;
    readonly command: string;
    readonly arguments: readonly unknown[];
  };
}

const context: { subscriptions: { dispose(): void }[] } = { subscriptions: [] };

beforeEach(() => {
  editor.reset();
  editor.settings = { path: SERVER };
});

afterEach(async () => {
  await deactivate();
  for (const one of context.subscriptions.splice(0)) {
    one.dispose();
  }
});

async function opened(text: string = TWICE): Promise<ReturnType<Editor['open']>> {
  const { folder, tasks } = project(text);
  editor.folders = [folder];
  await activate(context);
  return editor.open(tasks);
}

/** Selects the Python environment whose programs are in `folder`. */
function select(folder: string): void {
  editor.settings = {};
  editor.extensions.set('ms-python.python', {
    activate: () =>
      Promise.resolve({
        environments: {
          getActiveEnvironmentPath: () => ({ path: folder }),
          resolveEnvironment: ({ path }: { path: string }) =>
            Promise.resolve({ executable: { uri: { fsPath: resolve(path, 'python') } } }),
          onDidChangeActiveEnvironmentPath: () => ({ dispose: () => undefined }),
        },
      }),
  });
}

function killChildren(): void {
  execFileSync('pkill', ['-KILL', '-P', String(process.pid), '-f', 'harness-lint']);
}

function codes(findings: readonly { code?: unknown }[]): unknown[] {
  return findings.map(({ code }) => (code instanceof Object && 'value' in code ? code.value : code));
}

test('findings are shown when a document is opened, and go when they are repaired', { skip }, async () => {
  const document = await opened();
  const found = await editor.untilFindings(document, 1);
  editor.change(document, ONCE);
  await editor.untilFindings(document, 0);

  assert.deepEqual(codes(found), ['HL302']);
  assert.deepEqual(editor.messages, []);
  assert.match(String(editor.statusItem['text']), /^harness-lint \d/);
});

test('a text that was never saved is looked at too', { skip }, async () => {
  await opened(ONCE);
  const document = editor.open('untitled:Untitled-1', '- [ ] T001 Trim the wick\n- [] T002 Light it\n');
  const found = await editor.untilFindings(document, 1);

  assert.deepEqual(codes(found), ['HL005']);
});

test('with `run` on `onSave` findings follow the save', { skip }, async () => {
  editor.settings = { path: SERVER, run: 'onSave' };
  const document = await opened(ONCE);
  await editor.until(() => editor.isChecked(document));
  editor.change(document, TWICE);
  await sleep(HEARD_MILLISECONDS);
  const before = editor.findings(document);
  editor.save(document);
  const after = await editor.untilFindings(document, 1);

  assert.deepEqual(codes(before), []);
  assert.deepEqual(codes(after), ['HL302']);
});

test('a setting that changes is followed', { skip }, async () => {
  const document = await opened();
  await editor.untilFindings(document, 1);
  editor.configure({ path: SERVER, enable: false });
  await editor.until(() => String(editor.statusItem['detail']).startsWith('switched off'));
  const whenOff = editor.findings(document);
  editor.configure({ path: SERVER });
  await editor.untilFindings(document, 1);

  assert.deepEqual(whenOff, []);
});

test('the command restarts the server', { skip }, async () => {
  const document = await opened();
  await editor.untilFindings(document, 1);
  await editor.run('harness-lint.restart');
  await editor.untilFindings(document, 1);

  assert.equal(editor.output.filter((line) => line.startsWith('The server is')).length, 2);
  assert.deepEqual(editor.messages, []);
});

test('a server that dies is started again', { skip }, async () => {
  const document = await opened();
  await editor.untilFindings(document, 1);
  killChildren();
  await editor.untilFindings(document, 0);
  await editor.untilFindings(document, 1);

  assert.deepEqual(editor.messages, []);
});

test('the environment that is selected in the Python extension is used', { skip }, async () => {
  select(dirname(SERVER ?? ''));

  await opened();

  assert.ok(editor.output.includes(`The server is ${SERVER ?? ''}, from the Python environment.`));
});

test('a server that lies in the workspace is started once the workspace is trusted', async () => {
  const server = program('echo "the oil is out" >&2; exit 2');
  editor.folders = [dirname(server)];
  editor.isTrusted = false;
  select(dirname(server));
  const searched = process.env['PATH'];
  process.env['PATH'] = '';

  await activate(context);
  editor.isTrusted = true;
  editor.granted.fire(undefined);
  await editor.until(() => editor.messages.length === 2);
  process.env['PATH'] = searched;

  assert.match(editor.messages[0] ?? '', /is used once the workspace is trusted/);
  assert.match(editor.messages[1] ?? '', /the oil is out/);
});

test('where there is no server, ways out are offered, and one leads to the settings', async () => {
  editor.settings = { path: '/nowhere/harness-lint' };
  editor.choice = 'Open Settings';

  await activate(context);

  assert.deepEqual(editor.messages, [
    'The setting harness-lint.path names /nowhere/harness-lint, which is not a program. | Open Settings | Try Again',
  ]);
  assert.deepEqual(editor.executed, [['workbench.action.openSettings', 'harness-lint']]);
  assert.equal(editor.statusItem['severity'], 2);
});

test('a server that ends at once is told with its last words, and started only once', async () => {
  editor.settings = { path: program('echo started; echo "the oil is out" >&2; exit 2') };

  await activate(context);

  assert.deepEqual(
    editor.messages.map((message) => message.split(' | ')[0]),
    ['The server ended with 2 before it was ready: the oil is out'],
  );
  assert.equal(editor.output.filter((line) => line.startsWith('The server is')).length, 1);
});

test('the workspace is checked by a task in each folder', { skip }, async () => {
  await opened();
  editor.folders = ['/yard/pier', '/yard/quay'];

  await editor.run('harness-lint.checkWorkspace');

  assert.equal(editor.tasks.length, 2);
});

test('a finding has a fix, and the document a fix of all', { skip }, async () => {
  const document = await opened(`${ONCE}- [] T003 Fill the oil\n`);
  const [finding] = await editor.untilFindings(document, 1);
  const actions = editor.providers.get('registerCodeActionsProvider')?.['provideCodeActions'];
  const offered = async (only?: string): Promise<Action[]> => {
    const kind = only === undefined ? undefined : { value: only };
    const about = { diagnostics: [finding], triggerKind: 1, only: kind };
    return (await actions?.(document, finding?.range, about, NEVER)) as Action[];
  };

  const [fix] = await offered();
  const [all] = await offered('source.fixAll.harness-lint');

  assert.match(fix?.title ?? '', /Repair the checkbox/);
  assert.equal(fix?.isPreferred, true);
  assert.equal(all?.kind.value, 'source.fixAll.harness-lint');
});

test('a code lens leads to the places that claim an item', { skip }, async () => {
  const document = await opened();
  await editor.untilFindings(document, 1);
  const spec = editor.open(document.fileName.replace('tasks.md', 'spec.md'));
  const lenses = editor.providers.get('registerCodeLensProvider');

  const all = (await lenses?.['provideCodeLenses']?.(spec, NEVER)) as Lens[];
  const lens = all.find(({ data }) => data.item.endsWith('FR-001'));
  const { command } = (await lenses?.['resolveCodeLens']?.(lens, NEVER)) as Lens;
  await editor.commands.get(command.command)?.(...command.arguments);

  assert.match(command.title, /1 task/);
  const [name, uri, , places] = editor.executed.at(-1) ?? [];
  assert.equal(name, 'editor.action.showReferences');
  assert.equal(String(uri), String(spec.uri));
  assert.equal((places as unknown[]).length, 1);
});

test('fixing all is left to the code action of the server', async () => {
  editor.settings = { enable: false };
  await activate(context);

  await editor.run('harness-lint.fixAll');

  assert.deepEqual(editor.executed, [
    ['editor.action.codeAction', { kind: 'source.fixAll.harness-lint', apply: 'first' }],
  ]);
});

test('nothing is left when the extension is switched off', { skip }, async () => {
  const document = await opened();
  await editor.untilFindings(document, 1);

  await deactivate();
  context.subscriptions.splice(0).forEach((one) => {
    one.dispose();
  });

  assert.equal(editor.commands.size, 0);
  assert.equal(editor.collections.size, 0);
});
