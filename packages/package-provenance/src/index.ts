/** Where, from which commit and by which workflow a published version was built, proven by the attestations that its registry keeps. */
export { judgeProvenance } from './judge-provenance.ts';
export type { Build, JudgeProvenanceOptions, ProvenanceSubject, ProvenanceVerdict } from './judge-provenance.ts';
export { sameRepository } from './same-repository.ts';
