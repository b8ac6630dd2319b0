import { scanShell } from '@cdev/code-scan';
import { manifestPath, placeIn, type HygieneFinding, type HygieneRule } from './hygiene-subject.ts';

/** Settings of the package manager that give up what protects. */
export const managerSettings: HygieneRule = ({ texts, workspace }) => {
  const settings: [string, RegExp, Pick<HygieneFinding, 'ruleId' | 'title' | 'severity' | 'reasons' | 'mend'>][] = [
    [
      '.npmrc',
      /^\s*strict-ssl\s*=\s*false/m,
      {
        ruleId: 'registry-not-verified',
        title: 'The certificate of the registry is not verified: strict-ssl=false',
        severity: 'high',
        reasons: ['whoever is between the two ends gives other packages, and gets the token'],
        mend: { text: 'Take it out; trust an own authority by cafile' },
      },
    ],
    [
      '.npmrc',
      /^\s*(@[\w-]+:)?registry\s*=\s*["']?http:\/\/(?!127\.0\.0\.1|localhost|\[::1\])/m,
      {
        ruleId: 'registry-not-encrypted',
        title: 'The registry is asked over a connection that anybody on the way can change',
        severity: 'high',
        reasons: ['whoever is on the way gives other packages, and gets the token'],
        mend: { text: 'Let it be https' },
      },
    ],
    [
      'pnpm-workspace.yaml',
      /^\s*dangerouslyAllowAllBuilds\s*:\s*true/m,
      {
        ruleId: 'all-builds-allowed',
        title: 'Every dependency may run scripts when it is installed: dangerouslyAllowAllBuilds',
        severity: 'high',
        reasons: ['a package that is taken over runs code on every machine and in CI at once'],
        mend: { text: 'Name those that need it', commands: ['pnpm approve-builds'] },
      },
    ],
    [
      'pnpm-workspace.yaml',
      /^\s*strictDepBuilds\s*:\s*false|^\s*verifyStoreIntegrity\s*:\s*false/m,
      {
        ruleId: 'store-not-verified',
        title: 'A check of the package manager is switched off',
        severity: 'medium',
        reasons: ['files that were changed in the store, or scripts that nobody looked at, are taken as they are'],
        mend: { text: 'Take the line out' },
      },
    ],
  ];
  const found = settings.flatMap(([path, form, about]): HygieneFinding[] => {
    const text = texts.get(path);
    if (text === undefined || !form.test(text)) return [];
    return [{ ...about, confidence: 'high', places: [placeIn(path, text, new RegExp(form.source))], context: path }];
  });
  const manifests = (workspace?.members ?? []).flatMap(({ path, manifest }): HygieneFinding[] => {
    const file = manifestPath(path);
    const allowed = (manifest['pnpm'] as { dangerouslyAllowAllBuilds?: unknown } | undefined)
      ?.dangerouslyAllowAllBuilds;
    if (allowed !== true) return [];
    const [, , about] = settings[2] as (typeof settings)[number];
    return [
      {
        ...about,
        confidence: 'high',
        places: [placeIn(file, texts.get(file), 'dangerouslyAllowAllBuilds')],
        context: file,
      },
    ];
  });
  return [...found, ...manifests];
};

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
  const decided = JSON.stringify([
    root['allowScripts'],
    root['trustedDependencies'],
    pnpm['onlyBuiltDependencies'],
    pnpm['ignoredBuiltDependencies'],
    pnpm['allowBuilds'],
  ]);
  const inSettings = texts.get('pnpm-workspace.yaml') ?? '';
  const isOff = /^\s*ignore-scripts\s*=\s*true/m.test(texts.get('.npmrc') ?? '');
  const open = names.filter((name) => !decided.includes(`"${name}`) && !inSettings.includes(name));
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
