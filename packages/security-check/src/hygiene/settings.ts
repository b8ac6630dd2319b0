import { scanShell } from '@cdev/code-scan';
import { manifestPath, placeIn, type HygieneFinding, type HygieneRule } from './hygiene-subject.ts';

type About = Pick<HygieneFinding, 'ruleId' | 'title' | 'severity' | 'reasons' | 'mend'>;

const unverified: About = {
  ruleId: 'registry-not-verified',
  title: 'The certificate of the registry is not verified',
  severity: 'high',
  reasons: ['whoever is between the two ends gives other packages, and gets the token'],
  mend: { text: 'Take it out; trust an own authority by cafile' },
};

const unencrypted: About = {
  ruleId: 'registry-not-encrypted',
  title: 'The registry is asked over a connection that anybody on the way can change',
  severity: 'high',
  reasons: ['whoever is on the way gives other packages, and gets the token'],
  mend: { text: 'Let it be https' },
};

const allBuilds: About = {
  ruleId: 'all-builds-allowed',
  title: 'Every dependency may run scripts when it is installed: dangerouslyAllowAllBuilds',
  severity: 'high',
  reasons: ['a package that is taken over runs code on every machine and in CI at once'],
  mend: { text: 'Name those that need it', commands: ['pnpm approve-builds'] },
};

const unchecked: About = {
  ruleId: 'store-not-verified',
  title: 'A check of the package manager is switched off',
  severity: 'medium',
  reasons: ['files that were changed in the store, or scripts that nobody looked at, are taken as they are'],
  mend: { text: 'Take the line out' },
};

const remote = String.raw`http:\/\/(?!127\.0\.0\.1|localhost|\[::1\])`;
const npmrc = /(?:^|\/)\.npmrc$/;
const yarnrc = /(?:^|\/)\.yarnrc$/;
const berry = /(?:^|\/)\.yarnrc\.ya?ml$/;
const pnpm = /(?:^|\/)pnpm-workspace\.yaml$/;

/** In which files of settings which lines give up what protects. */
const forms: readonly (readonly [file: RegExp, line: RegExp, About])[] = [
  [npmrc, /^\s*strict-ssl\s*=\s*["']?false/, unverified],
  [yarnrc, /^\s*"?strict-ssl"?\s+"?false/, unverified],
  [berry, /^\s*enableStrictSsl\s*:\s*["']?false/, unverified],
  [pnpm, /^\s*strictSsl\s*:\s*false/, unverified],
  [npmrc, new RegExp(String.raw`^\s*(?:@[\w.-]+:)?registry\s*=\s*["']?${remote}`), unencrypted],
  [yarnrc, new RegExp(String.raw`^\s*"?(?:@[\w.-]+:)?registry"?\s+["']?${remote}`), unencrypted],
  [berry, new RegExp(String.raw`^\s*npmRegistryServer\s*:\s*["']?${remote}`), unencrypted],
  [pnpm, new RegExp(String.raw`^\s*(?:registry|default|["']?@[\w.-]+["']?)\s*:\s*["']?${remote}`), unencrypted],
  [
    /(?:^|\/)bunfig\.toml$/,
    new RegExp(String.raw`^\s*(?:registry|url|["']?@?[\w.-]+["']?)\s*=.*["']${remote}`),
    unencrypted,
  ],
  [pnpm, /^\s*dangerouslyAllowAllBuilds\s*:\s*true/, allBuilds],
  [npmrc, /^\s*dangerously-allow-all-builds\s*=\s*["']?true/, allBuilds],
  [pnpm, /^\s*(?:strictDepBuilds|verifyStoreIntegrity)\s*:\s*false/, unchecked],
  [npmrc, /^\s*(?:strict-dep-builds|verify-store-integrity)\s*=\s*["']?false/, unchecked],
  [berry, /^\s*checksumBehavior\s*:\s*["']?(?:ignore|update)/, unchecked],
];

/** Settings of the package manager that give up what protects. */
export const managerSettings: HygieneRule = ({ texts, workspace }) => {
  const found = forms.flatMap(([file, line, about]) =>
    [...texts].flatMap(([path, text]): HygieneFinding[] => {
      if (!file.test(path)) return [];
      const place = placeIn(path, text, line);
      if (place.line === undefined) return [];
      return [{ ...about, confidence: 'high', places: [place], context: path }];
    }),
  );
  const manifests = (workspace?.members ?? []).flatMap(({ path, manifest }): HygieneFinding[] => {
    const file = manifestPath(path);
    const allowed = (manifest['pnpm'] as { dangerouslyAllowAllBuilds?: unknown } | undefined)
      ?.dangerouslyAllowAllBuilds;
    if (allowed !== true) return [];
    const place = placeIn(file, texts.get(file), 'dangerouslyAllowAllBuilds');
    return [{ ...allBuilds, confidence: 'high', places: [place], context: file }];
  });
  return [...found, ...manifests];
};

/** Where pnpm has it decided, from the oldest to the newest. */
const buildLists = ['neverBuiltDependencies', 'onlyBuiltDependencies', 'ignoredBuiltDependencies', 'allowBuilds'];

/** Names in a list, or of the keys of a mapping, without the version that some have behind them. */
function namesIn(decision: unknown): readonly string[] {
  const names = Array.isArray(decision) ? decision : Object.keys((decision as object | undefined) ?? {});
  return names.flatMap((name: unknown) => (typeof name === 'string' ? name.replace(/(?<=.)@.*$/, '') : []));
}

/** Of a `pnpm-workspace.yaml`: items of lists, keys that are true or false, and what stands in brackets. A version of a catalogue is no decision. */
function namesInSettings(text: string): readonly string[] {
  const bracketed = new RegExp(String.raw`^\s*(?:${buildLists.join('|')})\s*:\s*[[{](.*)[\]}]`);
  return text.split(/\r?\n/).flatMap((line) => {
    const parts = bracketed.exec(line)?.[1]?.split(',') ?? [line.replace(/^\s*-\s/, '')];
    return parts.flatMap((part) => {
      const [, name] =
        /^\s*["']?(@?[^@\s"':]+)(?:@[^"':]*)?["']?\s*(?::\s*(?:true|false)\s*)?(?:#.*)?$/.exec(part) ?? [];
      return name ?? [];
    });
  });
}

/** Dependencies with scripts that run at installation, about which nobody has decided. */
export const undecidedBuilds: HygieneRule = ({ lock, workspace, texts }) => {
  if (lock === undefined || workspace === undefined) return [];
  const names = [
    ...new Set(
      [...lock.graph.packages.values()]
        .filter(({ hasInstallScript, isOptional }) => hasInstallScript === true && !isOptional)
        .map(({ name }) => name),
    ),
  ];
  const root = workspace.members.find(({ path }) => path === '')?.manifest ?? {};
  const pnpm = (root['pnpm'] ?? {}) as Readonly<Record<string, unknown>>;
  const decided = new Set([
    ...[root['allowScripts'], root['trustedDependencies'], ...buildLists.map((list) => pnpm[list])].flatMap(namesIn),
    ...namesInSettings(texts.get('pnpm-workspace.yaml') ?? ''),
  ]);
  const isOff = /^\s*ignore-scripts\s*=\s*true/m.test(texts.get('.npmrc') ?? '');
  const open = names.filter((name) => !decided.has(name));
  if (open.length === 0 || isOff) return [];
  return [
    {
      ruleId: 'undecided-install-scripts',
      title: `Nobody has decided whether dependencies may run scripts at installation: ${open.slice(0, 5).join(', ')}${open.length > 5 ? `, and ${open.length - 5} more` : ''}`,
      severity: 'low',
      confidence: 'high',
      reasons: [
        'a version that is taken over runs its script on every machine; npm 12 and pnpm run none that is not allowed',
      ],
      places: [{ path: 'package.json' }],
      mend: {
        text:
          workspace.manager.name === 'pnpm'
            ? 'Decide on each: allowBuilds in pnpm-workspace.yaml'
            : 'Decide on each: "allowScripts" in package.json',
        ...(workspace.manager.name === 'pnpm' && { commands: ['pnpm approve-builds'] }),
      },
      context: open.join(' '),
    },
  ];
};

/** What the scripts of manifests do, by the rules for shell scripts. */
export const manifestScripts: HygieneRule = ({ workspace, texts }) =>
  (workspace?.members ?? []).flatMap(({ manifest, path, name: owner }) => {
    const file = manifestPath(path);
    return Object.entries((manifest['scripts'] ?? {}) as Readonly<Record<string, unknown>>).flatMap(
      ([name, command]) => {
        if (typeof command !== 'string') return [];
        const { issues } = scanShell({ path: file, text: command, stopsOnError: true });
        return issues.map(({ ruleId, title, severity, confidence, reasons, mend }): HygieneFinding => ({
          ruleId,
          title,
          severity,
          confidence,
          reasons: [`the script "${name}" does it`, ...reasons],
          places: [placeIn(file, texts.get(file), `"${name}"`)],
          mend,
          context: `${owner} ${name} ${command}`,
        }));
      },
    );
  });
