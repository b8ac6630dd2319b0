import type { CommandPurpose, FoundCommand } from './project.ts';

/** Commands of build files other than package.json, at the top of the repository. `texts` holds those that are there. */
export function otherCommands(texts: ReadonlyMap<string, string>, paths: ReadonlySet<string>): FoundCommand[] {
  return [
    ...makeCommands(texts.get('Makefile') ?? texts.get('makefile')),
    ...pythonCommands(texts.get('pyproject.toml'), paths),
    ...nativeCommands(paths),
  ];
}

const targets: Readonly<Record<string, CommandPurpose>> = {
  test: 'test',
  tests: 'test',
  check: 'test',
  lint: 'lint',
  typecheck: 'types',
  types: 'types',
  build: 'build',
  install: 'install',
  deps: 'install',
  format: 'format',
  fmt: 'format',
};

function makeCommands(makefile: string | undefined): FoundCommand[] {
  const found = new Map<CommandPurpose, FoundCommand>();
  for (const [, target = ''] of (makefile ?? '').matchAll(/^([A-Za-z][\w-]*)\s*:(?!=)/gm)) {
    const purpose = targets[target];
    if (purpose !== undefined && !found.has(purpose))
      found.set(purpose, { purpose, command: `make ${target}`, folder: '.', foundIn: `Makefile target ${target}` });
  }
  return [...found.values()];
}

function pythonCommands(pyproject: string | undefined, paths: ReadonlySet<string>): FoundCommand[] {
  const at = (purpose: CommandPurpose, command: string, foundIn: string): FoundCommand => ({
    purpose,
    command,
    folder: '.',
    foundIn,
  });
  const names = (tool: string): boolean =>
    pyproject !== undefined && new RegExp(`^\\[tool\\.${tool}(?:\\.|\\])`, 'm').test(pyproject);
  return [
    ...(names('pytest') || paths.has('pytest.ini') || paths.has('tox.ini')
      ? [
          at(
            'test',
            paths.has('tox.ini') && !names('pytest') ? 'tox' : 'pytest',
            names('pytest') ? 'pyproject.toml tool.pytest' : paths.has('tox.ini') ? 'tox.ini' : 'pytest.ini',
          ),
        ]
      : []),
    ...(names('ruff') ? [at('lint', 'ruff check .', 'pyproject.toml tool.ruff')] : []),
    ...(names('mypy') ? [at('types', 'mypy .', 'pyproject.toml tool.mypy')] : []),
    ...(names('black') ? [at('format', 'black --check .', 'pyproject.toml tool.black')] : []),
  ];
}

const native: readonly (readonly [file: string, commands: readonly (readonly [CommandPurpose, string])[]])[] = [
  [
    'Cargo.toml',
    [
      ['test', 'cargo test'],
      ['build', 'cargo build'],
      ['lint', 'cargo clippy'],
      ['format', 'cargo fmt --check'],
    ],
  ],
  [
    'go.mod',
    [
      ['test', 'go test ./...'],
      ['build', 'go build ./...'],
      ['lint', 'go vet ./...'],
    ],
  ],
  [
    'pom.xml',
    [
      ['test', 'mvn -q test'],
      ['build', 'mvn -q package -DskipTests'],
    ],
  ],
  [
    'build.gradle',
    [
      ['test', 'gradle test'],
      ['build', 'gradle assemble'],
    ],
  ],
  [
    'build.gradle.kts',
    [
      ['test', 'gradle test'],
      ['build', 'gradle assemble'],
    ],
  ],
  [
    'mix.exs',
    [
      ['test', 'mix test'],
      ['build', 'mix compile'],
    ],
  ],
];

/** What the build tool of a language always understands. */
function nativeCommands(paths: ReadonlySet<string>): FoundCommand[] {
  return native.flatMap(([file, commands]) => {
    const wrapper =
      file.startsWith('build.gradle') && paths.has('gradlew')
        ? './gradlew'
        : file === 'pom.xml' && paths.has('mvnw')
          ? './mvnw'
          : undefined;
    return paths.has(file)
      ? commands.map(([purpose, command]) => ({
          purpose,
          command: wrapper === undefined ? command : command.replace(/^\S+/, wrapper),
          folder: '.',
          foundIn: file,
        }))
      : [];
  });
}
