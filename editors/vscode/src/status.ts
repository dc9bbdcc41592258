// The item in the language status: whether the server works, and what to do if not.

import * as vscode from 'vscode';
import { DOCUMENTS } from './documents';

export type State =
  | { readonly kind: 'starting' }
  | { readonly kind: 'working'; readonly version: string; readonly command: string }
  | { readonly kind: 'failed'; readonly reason: string }
  | { readonly kind: 'off' };

export interface Shown {
  readonly text: string;
  readonly detail: string;
  readonly severity: 'Information' | 'Error';
  readonly busy: boolean;
}

/** What the status item says of a state. */
export function shown(state: State): Shown {
  switch (state.kind) {
    case 'starting':
      return { text: 'harness-lint', detail: 'starting', severity: 'Information', busy: true };
    case 'working':
      return {
        text: `harness-lint ${state.version}`.trimEnd(),
        detail: state.command,
        severity: 'Information',
        busy: false,
      };
    case 'failed':
      return { text: 'harness-lint', detail: state.reason, severity: 'Error', busy: false };
    case 'off':
      return {
        text: 'harness-lint',
        detail: 'switched off by the setting harness-lint.enable',
        severity: 'Information',
        busy: false,
      };
  }
}

export class StatusItem {
  private readonly item = vscode.languages.createLanguageStatusItem('harness-lint', DOCUMENTS);

  constructor() {
    this.item.name = 'harness-lint';
  }

  show(state: State): void {
    const { text, detail, severity, busy } = shown(state);
    this.item.text = text;
    this.item.detail = detail;
    this.item.severity = vscode.LanguageStatusSeverity[severity];
    this.item.busy = busy;
    this.item.command =
      severity === 'Error'
        ? { title: 'Restart', command: 'harness-lint.restart' }
        : { title: 'Output', command: 'harness-lint.showOutput' };
  }

  dispose(): void {
    this.item.dispose();
  }
}
