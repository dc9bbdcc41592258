// The documents that the server sees. Which of them it checks is its own matter.

/** By language, and by name: editors call instructions, prompts and skills languages of their own. */
export const DOCUMENTS = [
  { scheme: 'file', language: 'markdown' },
  { scheme: 'file', language: 'json' },
  { scheme: 'file', language: 'yaml' },
  { scheme: 'file', pattern: '**/*.{md,markdown,mdc}' },
  { scheme: 'untitled', language: 'markdown' },
];
