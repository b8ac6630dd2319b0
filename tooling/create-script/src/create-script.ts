// pnpm create-script <name>: a new script package that passes its contract from its first minute.
import { fileURLToPath } from 'node:url';
import { execute } from '@cdev/core/cli';
import { createScriptCommand } from './command.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url)).replace(/[/\\]$/, '');
await execute(createScriptCommand(root), { version: '0.0.0' });
