// The settings below `harness-lint`, as `package.json` declares them.

export interface Settings {
  readonly enable: boolean;
  readonly path: string;
  readonly args: readonly string[];
  readonly run: 'onChange' | 'onSave';
}

/** What `vscode.WorkspaceConfiguration` gives. */
export interface Values {
  get(name: string): unknown;
}

/** Reads the settings; a value of the wrong kind counts as not set. */
export function readSettings(values: Values): Settings {
  const path = values.get('path');
  const args = values.get('args');
  return {
    enable: values.get('enable') !== false,
    path: typeof path === 'string' ? path.trim() : '',
    args: Array.isArray(args) ? args.filter((one) => typeof one === 'string') : [],
    run: values.get('run') === 'onSave' ? 'onSave' : 'onChange',
  };
}

/** Whether the server must be started anew to follow a change of settings. */
export function needsRestart(before: Settings, after: Settings): boolean {
  return JSON.stringify(before) !== JSON.stringify(after);
}
