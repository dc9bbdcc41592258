import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { needsRestart, readSettings, type Settings } from '../src/settings';

interface Manifest {
  readonly contributes: {
    readonly configuration: { readonly properties: Record<string, { readonly default: unknown }> };
  };
}

function settings(values: Record<string, unknown>): Settings {
  return readSettings({ get: (name) => values[name] });
}

test('what is unset is what the manifest declares', () => {
  const { contributes } = JSON.parse(readFileSync('package.json', 'utf8')) as Manifest;
  const declared = Object.entries(contributes.configuration.properties)
    .map(([name, { default: value }]): [string, unknown] => [name.slice('harness-lint.'.length), value])
    .filter(([name]) => name !== 'trace.server');

  assert.deepEqual(Object.fromEntries(declared), settings({}));
});

test('values of the wrong kind count as not set', () => {
  assert.deepEqual(settings({ enable: 'no', path: 7, args: 'x', run: 'never' }), settings({}));
  assert.deepEqual(settings({ args: ['a', 1] }).args, ['a']);
});

test('a server is started anew when a setting changed, and only then', () => {
  assert.equal(needsRestart(settings({ args: ['a'] }), settings({ args: ['a'] })), false);
  assert.equal(needsRestart(settings({ args: ['a'] }), settings({ args: [] })), true);
  assert.equal(needsRestart(settings({}), settings({ run: 'onSave' })), true);
});
