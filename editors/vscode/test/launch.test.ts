import assert from 'node:assert/strict';
import { pathToFileURL } from 'node:url';
import test from 'node:test';
import {
  createMessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
  type MessageConnection,
} from 'vscode-jsonrpc/node';
import { end, launch, type Server } from '../src/launch';
import { problemOfExit } from '../src/problems';
import { program, project, SERVER, skip, TWICE } from './lamps';

interface Published {
  readonly diagnostics: readonly { readonly code: string; readonly message: string }[];
}

function connected({ reader, writer }: Server): MessageConnection {
  const connection = createMessageConnection(
    new StreamMessageReader(reader),
    new StreamMessageWriter(writer),
  );
  connection.onRequest(() => null);
  connection.listen();
  return connection;
}

test('the server talks over its standard input and output, and ends when it is asked to', { skip }, async () => {
  const { folder, tasks } = project();
  const uri = pathToFileURL(tasks).href;
  const server = await launch({ command: SERVER ?? '', args: [], folder });
  const connection = connected(server);
  const published = new Promise<Published>((resolve) => {
    connection.onNotification('textDocument/publishDiagnostics', resolve);
  });

  await connection.sendRequest('initialize', {
    processId: process.pid,
    rootUri: pathToFileURL(folder).href,
    workspaceFolders: [{ uri: pathToFileURL(folder).href, name: 'lamps' }],
    capabilities: {},
    initializationOptions: { trusted: false },
  });
  await connection.sendNotification('initialized', {});
  await connection.sendNotification('textDocument/didOpen', {
    textDocument: { uri, languageId: 'markdown', version: 1, text: TWICE },
  });
  const { diagnostics } = await published;
  await connection.sendRequest('shutdown');
  await connection.sendNotification('exit');
  const { code, said } = await server.exited;

  assert.deepEqual(
    diagnostics.map((one) => one.code),
    ['HL302'],
  );
  assert.equal(code, 0, said);
});

test('a program that cannot be started is told as such', async () => {
  await assert.rejects(launch({ command: '/nowhere/harness-lint', args: [], folder: undefined }), /ENOENT/);
});

test('what a server says before it ends is kept', async () => {
  const command = program('echo "no such option: $2" >&2; exit 2');

  const { exited } = await launch({ command, args: ['--lamp'], folder: undefined });

  assert.match(problemOfExit(command, await exited).text, /ended with 2 .*: no such option: --lamp$/);
});

test('of a server that says a lot the end is kept', async () => {
  const command = program('yes "a lamp burns" | head -n 100000 >&2; echo "the last" >&2; exit 1');

  const { said } = await (await launch({ command, args: [], folder: undefined })).exited;

  assert.equal(said.length, 4000);
  assert.ok(said.endsWith('the last\n'));
});

test('a server that does not end is ended', async () => {
  const server = await launch({ command: program('exec sleep 60'), args: [], folder: undefined });

  await end(server, 50);

  assert.equal((await server.exited).code, null);
});
