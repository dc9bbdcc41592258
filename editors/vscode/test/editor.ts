// What a stand-in for an editor knows: documents that tests open, change, save and look at, and what was said
// and shown to the user. The shapes are those of the module `vscode`.

import { readFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';

type Listener<T> = (event: T) => unknown;

export class Disposable {
  static from(...all: Disposable[]): Disposable {
    return new Disposable(() => {
      all.forEach((one) => {
        one.dispose();
      });
    });
  }
  constructor(readonly dispose: () => void = () => undefined) {}
}

export class EventEmitter<T> {
  private readonly listeners = new Set<Listener<T>>();
  readonly event = (listener: Listener<T>, self?: unknown): Disposable => {
    const bound = listener.bind(self);
    this.listeners.add(bound);
    return new Disposable(() => this.listeners.delete(bound));
  };
  fire(event: T): void {
    [...this.listeners].forEach((listener) => listener(event));
  }
  dispose(): void {
    this.listeners.clear();
  }
}

export class Uri {
  static file(path: string): Uri {
    return new Uri(pathToFileURL(path).href);
  }
  static parse(text: string): Uri {
    return new Uri(text);
  }
  readonly scheme: string;
  readonly path: string;
  constructor(private readonly text: string) {
    const url = new URL(text);
    this.scheme = url.protocol.slice(0, -1);
    this.path = decodeURIComponent(url.pathname);
  }
  get fsPath(): string {
    return fileURLToPath(this.text);
  }
  toString(): string {
    return this.text;
  }
}

export class Position {
  constructor(
    readonly line: number,
    readonly character: number,
  ) {}
}

export class Range {
  readonly start: Position;
  readonly end: Position;
  constructor(...given: [Position, Position] | [number, number, number, number]) {
    const [start, end] =
      given.length === 2
        ? given
        : [new Position(given[0], given[1]), new Position(given[2], given[3])];
    this.start = start;
    this.end = end;
  }
}

export class Diagnostic {
  source?: string;
  code?: unknown;
  constructor(
    readonly range: Range,
    readonly message: string,
    readonly severity = 0,
  ) {}
}

export class CodeActionKind {
  static readonly Empty = new CodeActionKind('');
  constructor(readonly value: string) {}
  append(part: string): CodeActionKind {
    return new CodeActionKind(this.value === '' ? part : `${this.value}.${part}`);
  }
}

export class CodeAction {
  constructor(
    readonly title: string,
    readonly kind?: CodeActionKind,
  ) {}
}

export class WorkspaceEdit {
  readonly edits: unknown[][] = [];
  replace(...edit: unknown[]): void {
    this.edits.push(edit);
  }
}

export class CodeLens {
  constructor(
    readonly range: Range,
    readonly command?: unknown,
  ) {}
}

export class TabInputText {
  constructor(readonly uri: Uri) {}
}

export class CancellationTokenSource {
  private readonly emitter = new EventEmitter<undefined>();
  readonly token = {
    isCancellationRequested: false,
    onCancellationRequested: this.emitter.event,
  };
  cancel(): void {
    this.token.isCancellationRequested = true;
    this.emitter.fire(undefined);
  }
  dispose(): void {
    this.emitter.dispose();
  }
}

export class Document {
  version = 1;
  isDirty = false;
  readonly languageId: string;
  readonly uri: Uri;
  readonly fileName: string;
  readonly isClosed = false;
  constructor(
    path: string,
    private text: string,
  ) {
    const isUntitled = path.startsWith('untitled:');
    this.uri = isUntitled ? Uri.parse(path) : Uri.file(path);
    this.fileName = path;
    this.languageId = isUntitled || path.endsWith('.md') ? 'markdown' : 'json';
  }
  getText(): string {
    return this.text;
  }
  write(text: string): void {
    this.text = text;
    this.version += 1;
    this.isDirty = true;
  }
}

export class DiagnosticCollection {
  private readonly all = new Map<string, readonly Diagnostic[]>();
  set(uri: Uri, diagnostics: readonly Diagnostic[] | undefined): void {
    this.all.set(uri.toString(), diagnostics ?? []);
    editor.shown.fire(undefined);
  }
  delete(uri: Uri): void {
    this.all.delete(uri.toString());
    editor.shown.fire(undefined);
  }
  get(uri: Uri): readonly Diagnostic[] {
    return this.all.get(uri.toString()) ?? [];
  }
  has(uri: Uri): boolean {
    return this.all.has(uri.toString());
  }
  clear(): void {
    this.all.clear();
    editor.shown.fire(undefined);
  }
  dispose(): void {
    this.all.clear();
    editor.collections.delete(this);
    editor.shown.fire(undefined);
  }
}

/** What the user does and sees. */
export class Editor {
  readonly documents: Document[] = [];
  readonly collections = new Set<DiagnosticCollection>();
  readonly commands = new Map<string, (...values: unknown[]) => unknown>();
  readonly executed: unknown[][] = [];
  readonly output: string[] = [];
  readonly messages: string[] = [];
  /** What is chosen of the ways out that a message offers. */
  choice: string | undefined;
  readonly tasks: unknown[] = [];
  readonly statusItem: Record<string, unknown> = new Proxy<Record<string, unknown>>(
    {},
    {
      set: (item, name, value) => {
        this.shown.fire(undefined);
        return Reflect.set(item, name, value);
      },
    },
  );
  readonly providers = new Map<string, Record<string, (...values: unknown[]) => unknown>>();
  readonly extensions = new Map<string, unknown>();
  readonly shown = new EventEmitter<undefined>();
  readonly opened = new EventEmitter<Document>();
  readonly tabbed = new EventEmitter<unknown>();
  readonly changed = new EventEmitter<unknown>();
  readonly saved = new EventEmitter<Document>();
  readonly closed = new EventEmitter<Document>();
  readonly configured = new EventEmitter<unknown>();
  readonly granted = new EventEmitter<undefined>();
  settings: Record<string, unknown> = {};
  folders: string[] = [];
  isTrusted = true;

  /** Forgets all that was opened, said and set. */
  reset(): void {
    for (const kept of [this.documents, this.executed, this.output, this.messages, this.tasks]) {
      kept.length = 0;
    }
    this.extensions.clear();
    this.choice = undefined;
    this.settings = {};
    this.folders = [];
    this.isTrusted = true;
  }

  open(path: string, text = readFileSync(path, 'utf8')): Document {
    const document = new Document(path, text);
    this.documents.push(document);
    this.tabbed.fire({ opened: [document], closed: [], changed: [] });
    this.opened.fire(document);
    return document;
  }

  change(document: Document, text: string): void {
    const lines = document.getText().split('\n');
    const range = new Range(
      new Position(0, 0),
      new Position(lines.length - 1, lines.at(-1)?.length ?? 0),
    );
    const contentChanges = [{ range, rangeOffset: 0, rangeLength: document.getText().length, text }];
    document.write(text);
    this.changed.fire({ document, contentChanges, reason: undefined });
  }

  async run(command: string): Promise<void> {
    await this.commands.get(command)?.();
  }

  save(document: Document): void {
    document.isDirty = false;
    this.saved.fire(document);
  }

  configure(settings: Record<string, unknown>): void {
    this.settings = settings;
    this.configured.fire({ affectsConfiguration: () => true });
  }

  findings(document: Document): readonly Diagnostic[] {
    return [...this.collections].flatMap((one) => [...one.get(document.uri)]);
  }

  /** Whether something, be it nothing, was found in `document`. */
  isChecked(document: Document): boolean {
    return [...this.collections].some((one) => one.has(document.uri));
  }

  /** Waits until what is shown satisfies `holds`. */
  async until(holds: () => boolean): Promise<void> {
    while (!holds()) {
      await new Promise<void>((resolve) => {
        const listener = this.shown.event(() => {
          listener.dispose();
          resolve();
        });
      });
    }
  }

  /** Waits until there are `count` findings in `document`. */
  async untilFindings(document: Document, count: number): Promise<readonly Diagnostic[]> {
    await this.until(() => this.findings(document).length === count);
    return this.findings(document);
  }
}

export const editor = new Editor();
