import { join } from 'node:path';
import type { DocumentProblem } from '@cdev/artefact-document';
import { isCdevError } from '@cdev/core/errors';
import { errors } from './errors.ts';
import type { CatalogPlace, Catalogs, PackageManifest } from './package-workspace.ts';
import { readIfThere } from './read-manifest.ts';

/** What a root says of its workspace. */
export interface WorkspaceList {
  /** Undefined when the folder is no root of a workspace; a leading `!` excludes. */
  readonly patterns: readonly string[] | undefined;
  readonly catalogs: Catalogs;
  readonly catalogPlaces: Readonly<Record<string, CatalogPlace>>;
}

type FoundCatalogs = Pick<WorkspaceList, 'catalogs' | 'catalogPlaces'>;

type Catalog = Readonly<Record<string, string>>;

/**
 * Reads the list from `pnpm-workspace.yaml`, else from the manifest's `workspaces` (npm, yarn, bun). Catalogues come from there and from
 * `.yarnrc.yml`.
 * @throws CDEV_E_PACKAGE_WORKSPACE_MANIFEST_INVALID, CDEV_E_PACKAGE_WORKSPACE_UNREADABLE
 */
export async function readWorkspaceList(folder: string, manifest: PackageManifest | undefined): Promise<WorkspaceList> {
  const pnpm = await readYaml(join(folder, 'pnpm-workspace.yaml'));
  // pnpm reads its own file only; without a list in it the workspace is the root alone.
  if (pnpm) return { patterns: textsOf(pnpm['packages']) ?? [], ...catalogsOf(pnpm, 'pnpm-workspace.yaml') };
  const field = manifest?.['workspaces'];
  const listed = textsOf(field) ?? textsOf(recordOf(field)['packages']);
  if (!manifest) return { patterns: undefined, catalogs: {}, catalogPlaces: {} };
  const yarn = (await readYarnSettings(folder, listed !== undefined)) ?? {};
  return {
    patterns: listed,
    ...together(
      catalogsOf(yarn, '.yarnrc.yml'),
      catalogsOf(manifest, 'package.json'),
      catalogsOf(recordOf(field), 'package.json', ['workspaces']),
    ),
  };
}

/** Of a package by itself only its catalogue is asked for: settings with a mistake in them are for yarn to refuse. */
async function readYarnSettings(folder: string, isWorkspace: boolean): ReturnType<typeof readYaml> {
  try {
    return await readYaml(join(folder, '.yarnrc.yml'));
  } catch (error) {
    if (isWorkspace || !isCdevError(error) || error.code !== 'CDEV_E_PACKAGE_WORKSPACE_MANIFEST_INVALID') throw error;
    return undefined;
  }
}

/** The top of a YAML file as plain data; undefined when it is not there. */
async function readYaml(file: string): Promise<Readonly<Record<string, unknown>> | undefined> {
  const text = await readIfThere(file);
  if (text === undefined) return undefined;
  // Whoever asks for no workspace with such a file does without the parser.
  const { createFieldReader, describeProblem, readDocument } = await import('@cdev/artefact-document');
  const { root, syntax } = readDocument(text, file);
  const refuse = (place: string, problem: string): never => {
    throw errors.make('CDEV_E_PACKAGE_WORKSPACE_MANIFEST_INVALID', { place, problem });
  };
  if (!root) return refuse(`${file}:${syntax.line}:${syntax.column}`, syntax.message);
  if (root.value === null || root.value === undefined) return {};
  const problems: DocumentProblem[] = [];
  const fields = createFieldReader(root, problems);
  fields.texts('packages', []);
  const [problem] = problems;
  if (problem) refuse(`${file}:${problem.line}`, describeProblem(file, problem).replace(/^.*?\): |^.*?: /, ''));
  return recordOf(root.value);
}

/** A later one goes before an earlier one of the same name. */
function together(...found: readonly FoundCatalogs[]): FoundCatalogs {
  return {
    catalogs: Object.assign({}, ...found.map(({ catalogs }) => catalogs)) as FoundCatalogs['catalogs'],
    catalogPlaces: Object.assign(
      {},
      ...found.map(({ catalogPlaces }) => catalogPlaces),
    ) as FoundCatalogs['catalogPlaces'],
  };
}

function catalogsOf(
  source: Readonly<Record<string, unknown>>,
  file: string,
  above: readonly string[] = [],
): FoundCatalogs {
  const named = Object.entries(recordOf(source['catalogs'])).map(([name, ranges]) => [name, rangesOf(ranges)] as const);
  const unnamed = source['catalog'];
  const catalogs = {
    ...Object.fromEntries(named),
    ...(unnamed !== undefined && { default: rangesOf(unnamed) }),
  };
  const pathOf = (name: string): readonly string[] =>
    name === 'default' && unnamed !== undefined ? [...above, 'catalog'] : [...above, 'catalogs', name];
  const places = Object.keys(catalogs).map((name) => [name, { file, path: pathOf(name) }] as const);
  return { catalogs, catalogPlaces: Object.fromEntries(places) };
}

function rangesOf(value: unknown): Catalog {
  const isRange = (entry: [string, unknown]): entry is [string, string] => typeof entry[1] === 'string';
  return Object.fromEntries(Object.entries(recordOf(value)).filter(isRange));
}

function textsOf(value: unknown): readonly string[] | undefined {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : undefined;
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : {};
}
