// The extension: keeps one server for the window, and starts it anew when what it stands on changes.

import { access, constants, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import * as vscode from 'vscode';
import type { Location, Position } from 'vscode-languageclient/node';
import { Client, StartError } from './client';
import { findServer, type Places, type Search } from './find';
import { problemOfSearch, type Problem, type WayOut } from './problems';
import { interpreterOf, onInterpreter } from './python';
import { needsRestart, readSettings, type Settings } from './settings';
import { StatusItem } from './status';
import { checkWorkspace } from './task';

let extension: Extension | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  extension = new Extension();
  context.subscriptions.push(extension);
  await extension.begin();
}

export async function deactivate(): Promise<void> {
  await extension?.end();
  extension = undefined;
}

class Extension {
  private readonly output = vscode.window.createOutputChannel('harness-lint');
  private readonly status = new StatusItem();
  private readonly disposables: { dispose(): void }[] = [this.output, this.status];
  private settings: Settings = currentSettings();
  private client: Client | undefined;
  /** Starts and stops are done one after the other. */
  private last: Promise<void> = Promise.resolve();

  async begin(): Promise<void> {
    const command = (name: string, run: Parameters<typeof vscode.commands.registerCommand>[1]): vscode.Disposable =>
      vscode.commands.registerCommand(`harness-lint.${name}`, run);
    this.disposables.push(
      command('restart', () => this.restart()),
      command('showOutput', () => {
        this.output.show();
      }),
      command('fixAll', fixAll),
      command('checkWorkspace', () => this.checkWorkspace()),
      // The command of the server's code lenses.
      command('showReferences', (uri: string, position: Position, places: Location[]) =>
        this.client?.showReferences(uri, position, places),
      ),
      vscode.workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration('harness-lint')) {
          void this.followSettings();
        }
      }),
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.restart()),
    );
    const interpreter = await onInterpreter(() => void this.restart());
    if (interpreter !== undefined) {
      this.disposables.push(interpreter);
    }
    await this.restart();
  }

  async end(): Promise<void> {
    await this.inTurn(() => this.stop());
  }

  dispose(): void {
    void this.end();
    for (const one of this.disposables.splice(0)) {
      one.dispose();
    }
  }

  private restart(): Promise<void> {
    return this.inTurn(async () => {
      await this.stop();
      await this.start();
    });
  }

  private inTurn(work: () => Promise<void>): Promise<void> {
    this.last = this.last.then(work).catch((reason: unknown) => {
      this.output.appendLine(reason instanceof Error ? (reason.stack ?? reason.message) : String(reason));
    });
    return this.last;
  }

  private async followSettings(): Promise<void> {
    const settings = currentSettings();
    if (needsRestart(this.settings, settings)) {
      await this.restart();
    }
  }

  private async stop(): Promise<void> {
    const client = this.client;
    this.client = undefined;
    await client?.stop();
  }

  private async start(): Promise<void> {
    this.settings = currentSettings();
    if (!this.settings.enable) {
      this.status.show({ kind: 'off' });
      return;
    }
    this.status.show({ kind: 'starting' });
    const search = await this.search();
    const problem = problemOfSearch(search, vscode.workspace.isTrusted);
    if (search.kind !== 'found' || problem !== undefined) {
      this.fail(problem);
      return;
    }
    await this.run(search.command, search.from);
  }

  private async run(command: string, from: string): Promise<void> {
    this.output.appendLine(`The server is ${command}, from ${from}.`);
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;
    const hears = (text: string): void => {
      this.output.append(text);
    };
    const lost = (): void => {
      this.lose(command);
    };
    const how = { command, args: this.settings.args, folder, hears };
    const client = new Client(how, lost, this.settings, this.output);
    try {
      const version = await client.start();
      this.client = client;
      this.status.show({ kind: 'working', version, command });
    } catch (reason) {
      await client.stop();
      if (!(reason instanceof StartError)) {
        throw reason;
      }
      this.fail(reason.problem);
    }
  }

  private lose(command: string): void {
    this.fail({ text: `${command} ended again and again.`, waysOut: ['Show Output', 'Try Again'] });
  }

  private fail(problem: Problem | undefined): void {
    if (problem !== undefined) {
      this.output.appendLine(problem.text);
      this.status.show({ kind: 'failed', reason: problem.text });
      void vscode.window
        .showErrorMessage(problem.text, ...problem.waysOut)
        .then((way) => this.goOut(way));
    }
  }

  private async goOut(way: WayOut | undefined): Promise<void> {
    switch (way) {
      case undefined:
        return;
      case 'Open Settings':
        await vscode.commands.executeCommand('workbench.action.openSettings', 'harness-lint');
        return;
      case 'Select Interpreter':
        await vscode.commands.executeCommand('python.setInterpreter');
        return;
      case 'How to Install':
        await vscode.commands.executeCommand('extension.open', 'harness-lint.harness-lint');
        return;
      case 'Show Output':
        this.output.show();
        return;
      case 'Try Again':
        await this.restart();
    }
  }

  private async search(): Promise<Search> {
    return findServer(await places(this.settings), isProgram);
  }

  private async checkWorkspace(): Promise<void> {
    const search = await this.search();
    if (search.kind === 'found') {
      await checkWorkspace(search.command);
      return;
    }
    this.fail(problemOfSearch(search, vscode.workspace.isTrusted));
  }
}

function currentSettings(): Settings {
  return readSettings(vscode.workspace.getConfiguration('harness-lint'));
}

async function places(settings: Settings): Promise<Places> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  return {
    configured: settings.path,
    interpreter: await interpreterOf(folders[0]?.uri),
    searchPath: process.env['PATH'] ?? '',
    folders: folders.map((folder) => folder.uri.fsPath),
    trusted: vscode.workspace.isTrusted,
    home: homedir(),
    platform: process.platform,
  };
}

async function isProgram(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}

async function fixAll(): Promise<void> {
  await vscode.commands.executeCommand('editor.action.codeAction', {
    kind: 'source.fixAll.harness-lint',
    apply: 'first',
  });
}
