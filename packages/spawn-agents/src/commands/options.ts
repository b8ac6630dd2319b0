/** Options of several commands. */
export const plan = { description: "A plan by id, by its issue's id or by file (default: the newest)" } as const;
export const only = { type: 'string', array: true, placeholder: 'agents', description: 'Only these agents' } as const;
