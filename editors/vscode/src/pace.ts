// When the whole workspace is asked about: soon after something was touched, else only now and then.

/** The client asks about all files every two seconds; of 9,000 documents, that takes a fifth of a second of work. */
export class Pace {
  private isTouched = true;
  private go: () => void = () => undefined;

  constructor(private readonly restMilliseconds: number) {}

  /** Says that a document has changed: what waits may go on. */
  touch(): void {
    this.isTouched = true;
    this.go();
  }

  /** Resolves at once after a touch, else at the next one, or once the rest is over. */
  async rest(): Promise<void> {
    if (!this.isTouched) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, this.restMilliseconds);
        this.go = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    this.isTouched = false;
  }
}
