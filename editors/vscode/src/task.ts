// Checks all documents of the workspace: a task in the terminal, its findings among the problems.

import * as vscode from 'vscode';

/** Runs `harness-lint check` in each folder of the workspace. */
export async function checkWorkspace(command: string): Promise<void> {
  for (const folder of vscode.workspace.workspaceFolders ?? []) {
    await vscode.tasks.executeTask(checkOf(folder, command));
  }
}

function checkOf(folder: vscode.WorkspaceFolder, command: string): vscode.Task {
  const run = new vscode.ProcessExecution(command, ['check', '--output-format', 'concise'], {
    cwd: folder.uri.fsPath,
  });
  const task = new vscode.Task(
    { type: 'process' },
    folder,
    `check ${folder.name}`,
    'harness-lint',
    run,
    '$harness-lint',
  );
  task.presentationOptions = { reveal: vscode.TaskRevealKind.Always, clear: true };
  return task;
}
