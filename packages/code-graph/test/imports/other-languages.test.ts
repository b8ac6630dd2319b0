import { describe, expect, test } from '@jest/globals';
import { tempRepo } from '@cdev/test-kit';
import { coupling, importGraph, indexRepository, rankFiles, readInventory, type ImportGraph } from '../../src/index.ts';

type Files = Parameters<typeof tempRepo>[0];

async function graphOf(files: Files): Promise<ImportGraph> {
  await using repository = await tempRepo(files);
  const onDisk = await importGraph(await readInventory(repository.path));
  const first = await indexRepository(repository.path);
  const second = await indexRepository(repository.path);
  const atCommit = await indexRepository(repository.path, { commit: 'HEAD' });
  for (const { graph } of [first, second, atCommit])
    expect([graph.edges, graph.unresolved]).toEqual([onDisk.edges, onDisk.unresolved]);
  return onDisk;
}

const lost = ({ unresolved }: ImportGraph): readonly string[] =>
  unresolved.map(({ from, specifier }) => `${from}: ${specifier}`);

describe('Python', () => {
  test('relative and absolute imports, of a src layout, of tests, of namespaces', async () => {
    const graph = await graphOf({
      'pyproject.toml': '',
      'src/lending/__init__.py': 'from .core import Loan\n',
      'src/lending/core.py': 'import json, os.path as p; import lending.fees as f\n',
      'src/lending/fees.py': 'from . import core, missing_name\nfrom .. import outside\n',
      'src/lending/json.py': '',
      'src/lending/web/__init__.py': '',
      'src/lending/web/views.py':
        'from ..core import (\n  Loan,  # the loan)\n  Other as O,\n)\nfrom ...above import x\n',
      'src/lending/web/forms.pyi': '',
      'tests/test_core.py':
        'from lending import fees, core as c\nfrom lending.web import forms\nimport helper\nimport requests\n',
      'tests/helper.py': 'from lending.gone import x\nfrom lending.web.views import *\n',
      'plugins/paper/print.py': '',
      'tools/run.py': 'import plugins.paper.print\nfrom plugins.paper import print as p\n',
    });
    expect(graph.importsOf('src/lending/__init__.py')).toEqual(['src/lending/core.py']);
    expect(graph.importsOf('src/lending/core.py')).toEqual(['src/lending/fees.py']);
    expect(graph.importsOf('src/lending/fees.py')).toEqual(['src/lending/__init__.py', 'src/lending/core.py']);
    expect(graph.importsOf('src/lending/web/views.py')).toEqual(['src/lending/core.py']);
    expect(graph.importsOf('tests/test_core.py')).toEqual([
      'src/lending/core.py',
      'src/lending/fees.py',
      'src/lending/web/forms.pyi',
      'tests/helper.py',
    ]);
    expect(graph.importsOf('tests/helper.py')).toEqual(['src/lending/web/views.py']);
    expect(graph.importsOf('tools/run.py')).toEqual(['plugins/paper/print.py']);
    expect(lost(graph)).toEqual([
      'src/lending/fees.py: from .. import outside',
      'src/lending/web/views.py: from ...above import x',
      'tests/helper.py: from lending.gone import x',
    ]);
  });

  test('statements only: not in strings, comments or brackets, over continued lines, after colons', async () => {
    const graph = await graphOf({
      'main.py': [
        '"""import a',
        '\\"""',
        'import a"""',
        '# import a',
        "x = 'import a\\' import a'; import b",
        'y = r"\\"; import b2',
        'z = [f"""',
        'from a import q""",',
        ']',
        'try: import c',
        'except ImportError:',
        '    from \\',
        '        d import e, \\',
        '        f',
        'def g():',
        '\tyield from a.b',
        '\timport ü.h',
        "broken = 'no end",
        'import i',
      ].join('\r\n'),
      ...Object.fromEntries(['a', 'b', 'b2', 'c', 'd', 'ü/h', 'i'].map((name) => [`${name}.py`, ''])),
    });
    expect(graph.importsOf('main.py')).toEqual(['b.py', 'c.py', 'd.py', 'i.py', 'ü/h.py']);
  });
});

describe('Go', () => {
  test('packages are folders below the module, in all forms of an import', async () => {
    const graph = await graphOf({
      'go.mod': '// the module\nmodule example.org/loans // v2\n\ngo 1.24\n',
      'main.go': [
        '// import "example.org/loans/comment"',
        'package main',
        'import "example.org/loans/fees"',
        'import (',
        '\t"fmt"',
        '\tm "example.org/loans/member" // why; /* no',
        '\t/* "example.org/loans/comment" */ _ `example.org/loans/raw`; . "example.org/loans/dot"',
        '\t"example.org/loansother/x"',
        '\t"example.org/loans/tool"',
        '\t"example.org/loans/gone"',
        ')',
        'const text = `',
        'import "example.org/loans/comment"`',
      ].join('\n'),
      'root_test.go': 'package main_test\nimport "example.org/loans"\n',
      'fees/fees.go': 'package fees\n',
      'fees/late.go': '//go:build linux\n\npackage fees\n',
      'fees/fees_test.go': 'package fees\n',
      'member/member.go': 'package member\n',
      'raw/raw.go': 'package raw\n',
      'dot/dot.go': 'package dot\n',
      'comment/comment.go': 'package comment\n',
      'tool/go.mod': 'module "example.org/loans/tool"\n',
      'tool/tool.go': 'package tool\nimport "example.org/loans/tool/inner"\n',
      'tool/inner/inner.go': 'package inner\n',
    });
    expect(graph.importsOf('main.go')).toEqual([
      'dot/dot.go',
      'fees/fees.go',
      'fees/late.go',
      'member/member.go',
      'raw/raw.go',
      'tool/tool.go',
    ]);
    expect(graph.importsOf('root_test.go')).toEqual(['main.go']);
    expect(graph.importsOf('tool/tool.go')).toEqual(['tool/inner/inner.go']);
    expect(lost(graph)).toEqual(['main.go: example.org/loans/gone']);
  });
});

describe('Rust', () => {
  test('modules, uses and other crates of a workspace', async () => {
    const graph = await graphOf({
      'Cargo.toml': '[workspace]\nmembers = ["crates/*"]\n',
      'crates/loan-core/Cargo.toml': '[package]\nname = "loan-core"\n',
      'crates/loan-core/src/lib.rs': [
        '//! use crate::fees::Doc;',
        'pub mod fees;',
        '#[path = "people/member.rs"]',
        '#[cfg(unix)]',
        'pub(crate) mod member;',
        'mod deep { pub mod well; mod tests { use super::super::fees::X; use super::well::Y; } }',
        'mod gone;',
        'pub use fees::{self, Late as L, rates::*};',
      ].join('\n'),
      'crates/loan-core/src/fees.rs': 'mod rates;\nfn f() { crate::deep::well::go::<u8>(); }\nuse self::rates::Rate;\n',
      'crates/loan-core/src/fees/rates.rs':
        'use super::super::member;\nuse crate::{\n  fees::{Late, Early /* of */},\n  member::Member,\n};\n',
      'crates/loan-core/src/people/member.rs': 'use std::fmt;\nuse serde::Serialize;\n',
      'crates/loan-core/src/deep/well.rs': '',
      'crates/app/Cargo.toml':
        '[package]\nname = "app"\n[dependencies]\ncore = { package = "loan-core", path = "../loan-core" }\n',
      'crates/app/src/main.rs': 'mod shop;\nuse core::fees::rates::Rate;\nuse loan_core::member::Member;\n',
      'crates/app/src/shop/mod.rs': 'mod till;\n',
      'crates/app/src/shop/till.rs': 'use crate::shop;\n',
      'crates/app/tests/it.rs': 'mod common;\nuse common::set_up;\n',
      'crates/app/tests/common/mod.rs': '',
    });
    const core = 'crates/loan-core/src';
    expect(graph.edges.filter(({ from }) => from === `${core}/lib.rs`).map(({ to, kind }) => `${kind} ${to}`)).toEqual([
      `import ${core}/deep/well.rs`,
      `import ${core}/fees.rs`,
      `re-export ${core}/fees.rs`,
      `re-export ${core}/fees/rates.rs`,
      `import ${core}/people/member.rs`,
    ]);
    expect(graph.importsOf(`${core}/fees.rs`)).toEqual([`${core}/deep/well.rs`, `${core}/fees/rates.rs`]);
    expect(graph.importsOf(`${core}/fees/rates.rs`)).toEqual([`${core}/fees.rs`, `${core}/people/member.rs`]);
    expect(graph.importsOf('crates/app/src/main.rs')).toEqual([
      'crates/app/src/shop/mod.rs',
      `${core}/fees/rates.rs`,
      `${core}/people/member.rs`,
    ]);
    expect(graph.importsOf('crates/app/src/shop/till.rs')).toEqual(['crates/app/src/shop/mod.rs']);
    expect(graph.importsOf('crates/app/tests/it.rs')).toEqual(['crates/app/tests/common/mod.rs']);
    expect(lost(graph)).toEqual([`${core}/lib.rs: mod gone`]);
  });

  test('code only: not in strings, characters, nested comments or macros', async () => {
    const graph = await graphOf({
      'Cargo.toml': '[package]\nname = "one"\n[lib]\npath = "lib.rs"\n',
      'lib.rs': [
        '/* a /* b */ mod c; */',
        `const S: &str = "\\" mod c;"; const R: &str = r#"" mod c; "#; const B: &[u8] = br"\\"; mod a;`,
        `const Q: char = '"'; const E: char = '\\''; fn f<'a>(x: &'a str) -> char { '{' } mod b;`,
        'macro_rules! m { ($x:ident) => { use $crate::c::$x; } }',
        'let r#mod = 1;',
      ].join('\n'),
      'a.rs': '',
      'b.rs': '',
      'c.rs': '',
    });
    expect(graph.importsOf('lib.rs')).toEqual(['a.rs', 'b.rs']);
    expect(lost(graph)).toEqual([]);
  });
});

describe('Java', () => {
  test('classes by the package that their files declare, whatever the source folder', async () => {
    const graph = await graphOf({
      'core/src/main/java/org/loans/Loan.java':
        '/* import org.loans.fees.Fee; */\npackage org.loans;\nclass Loan { Fee fee; }\n',
      'core/src/main/java/org/loans/fees/Fee.java':
        '@Deprecated // no package before this\npackage org.loans.wrong;\nimport org.loans.Loan;\n',
      'core/odd/Late.java':
        'package org . loans.fees ;\nimport java.util.List;;\nimport static org.loans.Loan.MAX;\nclass Late { String s = "import org.loans.X;"; }\n',
      'core/odd/Early.java': 'package org.loans.fees;\nimport org.loans.Gone;\nimport module java.base;\n',
      'app/src/main/java/org/loans/Loan.java': 'package org.loans;\n',
      'app/src/main/java/app/Main.java':
        'package app;\nimport org.loans.fees.*; // all\nimport org.loans.Loan.Inner;\nimport static org.loans.fees.Late.*;\nclass Main {}\n import org.loans.X;\n',
    });
    expect(graph.importsOf('app/src/main/java/app/Main.java')).toEqual([
      'app/src/main/java/org/loans/Loan.java',
      'core/odd/Early.java',
      'core/odd/Late.java',
    ]);
    expect(graph.importsOf('core/odd/Late.java')).toEqual(['core/src/main/java/org/loans/Loan.java']);
    expect(graph.importsOf('core/src/main/java/org/loans/Loan.java')).toEqual([]);
    expect(lost(graph)).toEqual(['core/odd/Early.java: org.loans.Gone']);
  });

  test('classes of Kotlin beside them, each from the other', async () => {
    const graph = await graphOf({
      'src/Loan.java': 'package org.loans;\nimport org.loans.fees.Fee;\nclass Loan {}\n',
      'src/Fee.kt':
        '@file:JvmName("Fees")\n@file:[Suppress("a") Keep]\npackage org.loans.fees\n\nimport org.loans.Loan as L // why\nimport org.loans.rates.Rate\nimport org.loans.someFunction\n\nclass Fee\n',
      'src/Rate.kt': 'package org.loans.rates\nclass Rate\n',
    });
    expect(graph.importsOf('src/Loan.java')).toEqual(['src/Fee.kt']);
    expect(graph.importsOf('src/Fee.kt')).toEqual(['src/Loan.java', 'src/Rate.kt']);
    expect(lost(graph)).toEqual([]);
  });
});

test('the imports count in coupling and in ranking, and follow what changes', async () => {
  await using repository = await tempRepo({
    'shop/__init__.py': '',
    'shop/fees.py': 'from shop.money import Amount\n\ndef late_fee():\n    return Amount(1)\n',
    'shop/money.py': 'class Amount: pass\n',
    'shop/other.py': 'class Other: pass\n',
  });
  const index = await indexRepository(repository.path, { historyLimit: 0 });
  expect(coupling({ graph: index.graph })('shop/fees.py', 'shop/money.py')).toBeGreaterThan(0.5);
  const ranked = rankFiles({ index, query: 'late fee' });
  const reasons = ranked.find(({ path }) => path === 'shop/money.py')?.reasons.join(', ');
  expect(reasons).toContain('imported by shop/fees.py');
  await repository.write({ 'shop/fees.py': 'from .other import Other\n\nlate_fee = 2\n' });
  const after = await indexRepository(repository.path, { historyLimit: 0 });
  expect(after.graph.importsOf('shop/fees.py')).toEqual(['shop/other.py']);
});
