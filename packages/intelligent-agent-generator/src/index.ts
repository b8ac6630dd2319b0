/** Writes the definition and the context of a coding agent from a requirement and the repository; `cli.ts` is the same as a command line. */
export { intelligentAgentGenerator } from './intelligent-agent-generator.ts';
export type {
  IntelligentAgentGeneratorOptions,
  IntelligentAgentGeneratorResult,
} from './intelligent-agent-generator.ts';
export { errors as intelligentAgentGeneratorErrors } from './errors.ts';
export { health } from './health.ts';
