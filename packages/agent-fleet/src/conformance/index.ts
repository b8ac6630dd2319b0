/** What every engine must keep, as a suite that anyone can run on an engine of their own; it needs no test framework. */
export { conformanceCases, runConformance } from './run-conformance.ts';
export type { RunConformanceOptions } from './run-conformance.ts';
export type { CaseSetting, ConformanceCase, ConformanceResult, ConformanceSubject, SubjectOptions } from './subject.ts';
