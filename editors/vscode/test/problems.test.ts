import assert from 'node:assert/strict';
import test from 'node:test';
import { problemOfExit, problemOfSearch, problemOfStart } from '../src/problems';

test('a server without its extra is told from one that fails', () => {
  const said = 'Error: the language server needs pygls; install harness-spec-lint[lsp]\n';

  const { text, waysOut } = problemOfExit('/opt/harness-lint', { code: 2, said });

  assert.match(text, /^\/opt\/harness-lint lacks .* "harness-spec-lint\[lsp\]"/);
  assert.ok(waysOut.includes('How to Install'));
});

test('the last line of a server that failed is shown', () => {
  const of = (code: number | null, said: string): string => problemOfExit('x', { code, said }).text;

  assert.equal(of(2, 'one\nno such option: --lamp\n'), 'The server ended with 2 before it was ready: no such option: --lamp');
  assert.equal(of(null, ''), 'The server was ended before it was ready.');
});

test('each problem has a way out', () => {
  const problems = [
    problemOfSearch({ kind: 'missing' }, true),
    problemOfSearch({ kind: 'missing' }, false),
    problemOfSearch({ kind: 'not there', path: '/opt/no' }, true),
    problemOfStart('/opt/no', new Error('spawn EACCES')),
  ];

  assert.deepEqual(
    problems.map((problem) => problem?.waysOut.includes('Try Again')),
    [true, true, true, true],
  );
  assert.match(problems[1]?.text ?? '', /once the workspace is trusted/);
});

test('what was found is no problem', () => {
  assert.equal(problemOfSearch({ kind: 'found', command: 'x', from: 'y' }, true), undefined);
});
