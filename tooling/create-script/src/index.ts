/** New scripts from a template. */
export { createScriptCommand } from './command.ts';
