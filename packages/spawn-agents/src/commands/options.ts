/** Options of several commands. */
export const plan = { description: "A plan by id, by its issue's id or by file (default: the newest)" } as const;
export const only = { type: 'string', array: true, placeholder: 'agents', description: 'Only these agents' } as const;
export const sandbox = {
  type: 'boolean',
  description: 'Shut agents in by bubblewrap: nothing outside their worktree can be written',
} as const;
export const network = {
  type: 'string',
  choices: ['on', 'off'],
  default: 'on',
  placeholder: 'on',
  description: 'Whether agents in the sandbox have a network; assistants need one',
} as const;
export const engine = {
  type: 'string',
  placeholder: 'url',
  description: 'The engine of the fleet: local:FOLDER for this machine, postgres://… for several',
} as const;
