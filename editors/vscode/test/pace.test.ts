import assert from 'node:assert/strict';
import test from 'node:test';
import { Pace } from '../src/pace';

/** Milliseconds that nobody waits for in a test. */
const LONG = 3_600_000;

test('the first question is asked at once, and so is one after a change', async () => {
  const pace = new Pace(LONG);

  await pace.rest();
  pace.touch();
  await pace.rest();
});

test('a question that waits is asked as soon as something changes', async () => {
  const pace = new Pace(LONG);
  await pace.rest();

  const waiting = pace.rest();
  pace.touch();
  await waiting;
});

test('without a change a question is asked once the rest is over', async () => {
  const pace = new Pace(20);
  await pace.rest();

  const start = performance.now();
  await pace.rest();

  assert.ok(performance.now() - start >= 15);
});
