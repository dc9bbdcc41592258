import assert from 'node:assert/strict';
import test from 'node:test';
import { Restarts } from '../src/restarts';

const MINUTE = 60_000;

test('a server that ends four times within three minutes stays ended', () => {
  const restarts = new Restarts();

  assert.deepEqual(
    [0, 1, 2, 3].map((end) => restarts.mayRestart(end)),
    [true, true, true, false],
  );
});

test('a server that ends now and then is always started again', () => {
  const restarts = new Restarts();

  assert.deepEqual(
    [0, 2, 4, 6, 8, 10].map((end) => restarts.mayRestart(end * MINUTE)),
    [true, true, true, true, true, true],
  );
});
