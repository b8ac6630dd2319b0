/** The form that artefacts on disk are read in: YAML or JSON whose fields know their lines, so that a complaint names the place. */
export { createFieldReader } from './field-reader.ts';
export type { FieldReader } from './field-reader.ts';
export { describeProblem, readDocument } from './read-document.ts';
export type { DocumentNode, DocumentProblem, ReadDocument, SyntaxProblem } from './read-document.ts';
