/** The scripts that are here, with what their packages say of them. */
export { askDescription } from './ask-description.ts';
export type { CommandDescription, DescriptionAnswer, OptionDescription, ScriptDescription } from './ask-description.ts';
export { askHealth } from './ask-health.ts';
export type { HealthAnswer } from './ask-health.ts';
export { errors as scriptCatalogueErrors } from './errors.ts';
export { mendStart } from './mend-start.ts';
export { readErrorTable } from './read-error-table.ts';
export { readScript as scriptAt, scriptOf } from './read-script.ts';
export { readScriptCatalogue } from './read-script-catalogue.ts';
export type { ReadScriptCatalogueOptions } from './read-script-catalogue.ts';
export { selectScripts } from './select-scripts.ts';
export type { Budget, CatalogueScript, Deprecation, ScriptCatalogue, ScriptMetadata, SmokeExample } from './script.ts';
export { lastWords, startScript } from './start-script.ts';
export type { Start, Startable } from './start-script.ts';
export { appendHealthEntry, healthHistoryFile, readHealthHistory } from './health/health-history.ts';
export type { HealthEntry, ScriptState } from './health/health-history.ts';
export { houseWords } from './house-words.ts';
