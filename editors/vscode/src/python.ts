// What the Python extension knows of the selected environment, where it is installed.

import * as vscode from 'vscode';

/** The part of the API of `ms-python.python` that is used. */
interface PythonExtension {
  readonly environments?: {
    getActiveEnvironmentPath(resource?: vscode.Uri): { readonly path: string };
    resolveEnvironment(environment: {
      readonly path: string;
    }): Promise<{ readonly executable: { readonly uri?: vscode.Uri } } | undefined>;
    readonly onDidChangeActiveEnvironmentPath: vscode.Event<unknown>;
  };
}

async function environments(): Promise<PythonExtension['environments']> {
  const extension = vscode.extensions.getExtension<PythonExtension>('ms-python.python');
  return (await extension?.activate())?.environments;
}

/** The interpreter that is selected for a folder. */
export async function interpreterOf(folder: vscode.Uri | undefined): Promise<string | undefined> {
  try {
    const known = await environments();
    const selected = known?.getActiveEnvironmentPath(folder);
    return selected && (await known?.resolveEnvironment(selected))?.executable.uri?.fsPath;
  } catch {
    // Another extension's fault keeps nobody from a server on the search path.
    return undefined;
  }
}

/** Calls `changed` whenever another interpreter is selected. */
export async function onInterpreter(changed: () => void): Promise<vscode.Disposable | undefined> {
  try {
    return (await environments())?.onDidChangeActiveEnvironmentPath(changed);
  } catch {
    return undefined;
  }
}
