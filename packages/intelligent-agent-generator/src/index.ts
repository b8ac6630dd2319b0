/** Makes an agent for a requirement from what the repository says; `cli.ts` is the same as a command line. */
export type {
  AgentBrief,
  BriefFile,
  Companion,
  Criterion,
  Estimate as BriefEstimate,
  Risk,
} from './brief/agent-brief.ts';
export { targetNames } from './definition/target.ts';
export type { TargetName } from './definition/target.ts';
export { errors as agentGeneratorErrors } from './errors.ts';
export { health } from './health.ts';
export { intelligentAgentGenerator } from './intelligent-agent-generator.ts';
export type { GeneratedFile, GenerateOptions, GenerateResult } from './intelligent-agent-generator.ts';
export type { Advice } from './llm/advice.ts';
export type { Pack } from './pack/make-pack.ts';
export type { LeftOut } from './pack/piece.ts';
export { rankRequest } from './rank-request.ts';
export type { RankOptions, RankResult } from './rank-request.ts';
export type { Requirement } from './requirement/requirement.ts';
export type { RequirementSource } from './requirement/read-requirement.ts';
export { estimateTokens } from './tokens/estimate-tokens.ts';
