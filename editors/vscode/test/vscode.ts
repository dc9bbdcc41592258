// A stand-in for the module `vscode`: as much of an editor as the extension and its language client ask for.
// What it does not know is a class that keeps its arguments.

import {
  CancellationTokenSource,
  CodeAction,
  CodeActionKind,
  CodeLens,
  Diagnostic,
  DiagnosticCollection,
  Disposable,
  editor,
  EventEmitter,
  Position,
  Range,
  TabInputText,
  Uri,
  WorkspaceEdit,
  type Document,
} from './editor';

function registered(name: string) {
  return (_selector: unknown, provider: never): Disposable => {
    editor.providers.set(name, provider);
    return new Disposable(() => editor.providers.delete(name));
  };
}

function matches(selector: unknown, document: Document): number {
  const filters = [selector].flat() as { scheme?: string; language?: string; pattern?: string }[];
  return filters
    .filter(({ scheme }) => scheme === undefined || scheme === document.uri.scheme)
    .some(({ language, pattern }) =>
      language === undefined ? pattern !== undefined && document.fileName.endsWith('.md') : language === document.languageId,
    )
    ? 10
    : 0;
}

const noEvent = (): Disposable => new Disposable();

const languages: Record<string, unknown> = {
  match: matches,
  createDiagnosticCollection: () => {
    const collection = new DiagnosticCollection();
    editor.collections.add(collection);
    return collection;
  },
  createLanguageStatusItem: () => Object.assign(editor.statusItem, { dispose: () => undefined }),
};

const workspace = {
  get isTrusted() {
    return editor.isTrusted;
  },
  get textDocuments() {
    return editor.documents;
  },
  get workspaceFolders() {
    return editor.folders.map((path, index) => ({ uri: Uri.file(path), name: path, index }));
  },
  getConfiguration: () => ({ get: (name: string, unset?: unknown) => editor.settings[name] ?? unset }),
  getWorkspaceFolder: () => undefined,
  createFileSystemWatcher: () => ({
    onDidCreate: noEvent,
    onDidChange: noEvent,
    onDidDelete: noEvent,
    dispose: () => undefined,
  }),
  onDidOpenTextDocument: editor.opened.event,
  onDidChangeTextDocument: editor.changed.event,
  onDidSaveTextDocument: editor.saved.event,
  onDidCloseTextDocument: editor.closed.event,
  onDidChangeConfiguration: editor.configured.event,
  onDidGrantWorkspaceTrust: editor.granted.event,
};

const window = {
  createOutputChannel: () => ({
    append: (text: string) => editor.output.push(text),
    appendLine: (text: string) => editor.output.push(text),
    show: () => editor.executed.push(['output.show']),
    dispose: () => undefined,
  }),
  showErrorMessage: (text: string, ...ways: string[]) => {
    editor.messages.push([text, ...ways].join(' | '));
    editor.shown.fire(undefined);
    const choice = editor.choice;
    editor.choice = undefined;
    return Promise.resolve(choice);
  },
  tabGroups: {
    get all() {
      return [{ tabs: editor.documents.map(({ uri }) => ({ input: new TabInputText(uri) })) }];
    },
    onDidChangeTabs: editor.tabbed.event,
  },
  activeTextEditor: undefined,
  onDidChangeActiveTextEditor: noEvent,
  withProgress: (_options: unknown, work: (...values: unknown[]) => unknown) =>
    work({ report: () => undefined }, new CancellationTokenSource().token),
};

const commands = {
  registerCommand: (name: string, run: (...values: unknown[]) => unknown) => {
    if (editor.commands.has(name)) {
      throw new Error(`command '${name}' already exists`);
    }
    editor.commands.set(name, run);
    return new Disposable(() => editor.commands.delete(name));
  },
  executeCommand: (name: string, ...values: unknown[]) => {
    editor.executed.push([name, ...values]);
    return Promise.resolve(editor.commands.get(name)?.(...values));
  },
};

/** Of names that nobody foresaw: events that never come, providers, and classes. */
function open<T extends object>(known: T, unknown: (name: string) => unknown): T {
  return new Proxy(known, {
    get: (target, name, self) =>
      name in target || typeof name === 'symbol' ? Reflect.get(target, name, self) : unknown(name),
  });
}

const classes = new Map<string, unknown>();

function classOf(name: string): unknown {
  if (name === 'default' || name === '__esModule' || name === 'then') {
    return undefined;
  }
  const made =
    classes.get(name) ??
    class {
      readonly values: unknown[];
      constructor(...values: unknown[]) {
        this.values = values;
      }
    };
  classes.set(name, made);
  return made;
}

const stub = open(
  {
    editor,
    version: '1.82.0',
    env: { appName: 'a stand-in', language: 'en' },
    languages: open(languages, registered),
    workspace: open(workspace, () => noEvent),
    window: open(window, () => noEvent),
    commands,
    tasks: { executeTask: (task: unknown) => Promise.resolve(editor.tasks.push(task)) },
    extensions: { getExtension: (name: string) => editor.extensions.get(name) },
    LanguageStatusSeverity: { Information: 0, Warning: 1, Error: 2 },
    DiagnosticSeverity: { Error: 0, Warning: 1, Information: 2, Hint: 3 },
    TaskRevealKind: { Always: 1 },
    CancellationTokenSource,
    CodeAction,
    CodeActionKind,
    CodeLens,
    Diagnostic,
    Disposable,
    EventEmitter,
    Position,
    ProcessExecution: classOf('ProcessExecution'),
    Range,
    TabInputText,
    Task: classOf('Task'),
    Uri,
    WorkspaceEdit,
  },
  classOf,
);

export = stub;
