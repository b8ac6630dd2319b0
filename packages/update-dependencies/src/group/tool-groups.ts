import { setManifestField, type Fix } from '@cdev/file-fix';
import type { Tool } from '../look/findings.ts';
import type { UpdateGroup } from './update-group.ts';

/** Node and the package manager, each by itself: tried by what they would become. */
export function toolGroups(tools: readonly Tool[], which: 'compatible' | 'breaking'): readonly UpdateGroup[] {
  return [...Map.groupBy(tools, ({ tool }) => tool)].flatMap(([tool, same]): readonly UpdateGroup[] => {
    const chosen = same.filter((one) => one[which] !== undefined);
    const [first] = chosen;
    const version = first?.[which];
    if (first === undefined || version === undefined) return [];
    return [
      {
        name: which === 'compatible' ? tool : `major-${tool}`,
        title: `${tool} ${first.current} → ${version}`,
        risk: which === 'compatible' ? 'low' : 'high',
        items: chosen.map(({ current, file }) => ({ name: tool, from: current, to: version, note: file })),
        fixes: chosen.map((one) => toolFix(one, version)),
        commands: [],
        install: tool === 'node' ? 'no' : { manager: `${first.packageName}@${version}` },
        ...(tool === 'node' && { node: version }),
        ships: [],
      },
    ];
  });
}

function toolFix({ tool, file, current, hashes }: Tool, version: string): Fix {
  const hash = hashes?.[version];
  if (file === 'package.json')
    return setManifestField(['packageManager'], `${tool}@${version}${hash === undefined ? '' : `+sha512.${hash}`}`);
  return { file, title: `${tool} ${version}`, apply: (text) => text.replace(current, version) };
}
