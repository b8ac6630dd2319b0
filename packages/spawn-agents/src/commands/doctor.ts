import { defineCommand } from '@cdev/core/cli';

export const doctor = defineCommand({
  name: 'doctor',
  summary: 'Shows which assistants are installed here',
  positionals: {},
  options: {},
  changesWorld: false,
  examples: [
    ['cdev-spawn-agents doctor', 'Lists the drivers, their versions, and how to get those that are missing.'],
    ['cdev-spawn-agents doctor --json', 'The same as JSON.'],
  ],
  toOptions: () => ({}),
  run: async (_options, context) => (await import('../doctor.ts')).doctor(context),
  human: async (result, page) => (await import('../human/doctor-text.ts')).doctorText(result, page),
});
