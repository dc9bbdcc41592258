// One language client with its server, from start to end.

import * as vscode from 'vscode';
import {
  CloseAction,
  ErrorAction,
  LanguageClient,
  RevealOutputChannelOn,
  vsdiag,
  type LanguageClientOptions,
  type Location,
  type Position,
} from 'vscode-languageclient/node';
import { DOCUMENTS } from './documents';
import { end, launch, type Launch, type Server } from './launch';
import { Pace } from './pace';
import { problemOfExit, problemOfStart, type Problem } from './problems';
import { Restarts } from './restarts';
import type { Settings } from './settings';

/** How long a server may take until it is ready, and to end once it was asked to. */
const START_MILLISECONDS = 60_000;
const END_MILLISECONDS = 2000;
/** How often files are asked about that nobody touches here. */
const REST_MILLISECONDS = 20_000;

/** The server did not start; `problem` says why, for the user. */
export class StartError extends Error {
  constructor(readonly problem: Problem) {
    super(problem.text);
  }
}

function openDocument(uri: vscode.Uri): vscode.TextDocument | undefined {
  return vscode.workspace.textDocuments.find((one) => one.uri.toString() === uri.toString());
}

/** A client that leaves it to the extension to tell the user what failed. */
class QuietClient extends LanguageClient {
  private started: Promise<void> = Promise.resolve();

  override start(): Promise<void> {
    this.started = super.start();
    return this.started;
  }

  /** Resolves once the last start has succeeded or failed. */
  async settled(): Promise<void> {
    await this.started.catch(() => undefined);
  }

  // After a start that failed, the client would stop itself, and raise because it does not run.
  override async stop(milliseconds?: number): Promise<void> {
    if (this.isRunning()) {
      await super.stop(milliseconds);
    }
  }

  override error(message: string, data?: unknown): void {
    super.error(message, data, false);
  }
}

export class Client {
  private server: Server | undefined;
  private isReady = false;
  private readonly restarts = new Restarts();
  private readonly pace = new Pace(REST_MILLISECONDS);
  private readonly events = [
    vscode.workspace.onDidChangeTextDocument(() => {
      this.pace.touch();
    }),
    vscode.workspace.onDidSaveTextDocument(() => {
      this.pace.touch();
    }),
  ];
  private readonly client: QuietClient;

  /** `lost` is called when the server has ended for good without having been asked to. */
  constructor(
    private readonly how: Launch,
    private readonly lost: () => void,
    settings: Settings,
    output: vscode.OutputChannel,
  ) {
    this.client = new QuietClient(
      'harness-lint',
      'harness-lint',
      () => this.launched(),
      this.options(settings, output),
    );
  }

  /** Resolves once the server is ready, to its version. Raises `StartError`. */
  async start(): Promise<string> {
    const timer = this.endIn(START_MILLISECONDS);
    try {
      await this.client.start();
    } catch (reason) {
      throw new StartError(await this.problem(reason));
    } finally {
      clearTimeout(timer);
    }
    this.isReady = true;
    return this.client.initializeResult?.serverInfo?.version ?? '';
  }

  /** Ends the server, with the findings that it has shown. */
  async stop(): Promise<void> {
    this.isReady = false;
    for (const event of this.events.splice(0)) {
      event.dispose();
    }
    this.pace.touch();
    // A server may just be starting, after another one has died.
    const timer = this.endIn(END_MILLISECONDS);
    await this.client.settled();
    clearTimeout(timer);
    await this.client.stop().catch(() => undefined);
    if (this.server !== undefined) {
      await end(this.server, END_MILLISECONDS);
    }
  }

  /** Shows the places that a code lens leads to. Their values are as the server has sent them. */
  async showReferences(uri: string, position: Position, places: Location[]): Promise<void> {
    const converter = this.client.protocol2CodeConverter;
    await vscode.commands.executeCommand(
      'editor.action.showReferences',
      converter.asUri(uri),
      converter.asPosition(position),
      places.map((place) => converter.asLocation(place)),
    );
  }

  private endIn(milliseconds: number): NodeJS.Timeout {
    return setTimeout(() => this.server?.process.kill('SIGKILL'), milliseconds);
  }

  private async launched(): Promise<Server> {
    this.server = await launch(this.how);
    return this.server;
  }

  private async afterEnd(): Promise<CloseAction> {
    // Told earlier, the client forgets the start that is under way, and nobody hears that it failed.
    await this.client.settled();
    if (!this.isReady) {
      return CloseAction.DoNotRestart;
    }
    if (this.restarts.mayRestart(Date.now())) {
      return CloseAction.Restart;
    }
    this.lost();
    return CloseAction.DoNotRestart;
  }

  private async problem(reason: unknown): Promise<Problem> {
    const exit = await this.server?.exited;
    return exit === undefined || exit.code === 0
      ? problemOfStart(this.how.command, reason)
      : problemOfExit(this.how.command, exit);
  }

  private options(settings: Settings, outputChannel: vscode.OutputChannel): LanguageClientOptions {
    const isSilent = (document: vscode.TextDocument | undefined): boolean =>
      settings.run === 'onSave' && document?.isDirty === true;
    return {
      documentSelector: DOCUMENTS,
      outputChannel,
      revealOutputChannelOn: RevealOutputChannelOn.Never,
      initializationOptions: { trusted: vscode.workspace.isTrusted },
      initializationFailedHandler: () => false,
      diagnosticPullOptions: { onChange: settings.run === 'onChange', onSave: true },
      errorHandler: {
        error: () => ({ action: ErrorAction.Continue, handled: true }),
        closed: async () => ({ action: await this.afterEnd(), handled: true }),
      },
      middleware: {
        handleDiagnostics: (uri, diagnostics, next) => {
          if (!isSilent(openDocument(uri))) {
            next(uri, diagnostics);
          }
        },
        provideDiagnostics: (document, previousResultId, token, next) => {
          const open = 'uri' in document ? document : openDocument(document);
          return isSilent(open)
            ? { kind: vsdiag.DocumentDiagnosticReportKind.unChanged, resultId: previousResultId ?? '' }
            : next(document, previousResultId, token);
        },
        provideWorkspaceDiagnostics: async (resultIds, token, reporter, next) => {
          await this.pace.rest();
          return next(resultIds, token, reporter);
        },
      },
    };
  }
}
