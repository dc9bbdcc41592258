// How often a server that ended by itself is started again.

const MOST = 3;
const WITHIN_MILLISECONDS = 3 * 60 * 1000;

/** Counts ends of the server: after the third within three minutes it stays ended. */
export class Restarts {
  private ends: number[] = [];

  /** Says whether a server that ended at `now`, in milliseconds, is to be started again. */
  mayRestart(now: number): boolean {
    this.ends = [...this.ends.filter((end) => now - end < WITHIN_MILLISECONDS), now];
    return this.ends.length <= MOST;
  }
}
