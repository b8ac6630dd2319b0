;; Whether a value can stand after a name: what test/engine/plain-value.ts says, step by step. Part of sieve.wat's memory; see there.
(module
  (import "engine" "memory" (memory 1))
  (import "engine" "shapes" (global $shapes i32))

  ;; Of the content: the address after it.
  (global $last (mut i32) (i32.const 0))
  ;; Where what is looked for counts as there; how long the value is at least; whether it may stand without quotation marks.
  (global $limit (mut i32) (i32.const 0))
  (global $least (mut i32) (i32.const 0))
  (global $isBare (mut i32) (i32.const 0))
  ;; Of the content: its address. Of the name: where it begins and ends.
  (global $first (mut i32) (i32.const 0))
  (global $start (mut i32) (i32.const 0))
  (global $end (mut i32) (i32.const 0))

  (func $at (param $place i32) (result i32)
    (if (result i32) (i32.lt_u (local.get $place) (global.get $last))
      (then (i32.load8_u (local.get $place)))
      (else (i32.const 0))))

  (func $is (param $place i32) (param $bits i32) (result i32)
    (i32.and
      (i32.load16_u (i32.add (global.get $shapes) (i32.shl (call $at (local.get $place)) (i32.const 1))))
      (local.get $bits)))

  ;; The first place from $from on whose byte has none of the bits.
  (func $past (param $from i32) (param $bits i32) (result i32)
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $from) (global.get $limit)))
        (br_if $done (i32.eqz (call $is (local.get $from) (local.get $bits))))
        (local.set $from (i32.add (local.get $from) (i32.const 1)))
        (br $next)))
    (local.get $from))

  (func $isLongQuoted (param $from i32) (result i32)
    (local $quote i32) (local $end i32) (local $byte i32)
    (local.set $quote (call $at (local.get $from)))
    (if (i32.eq (call $at (i32.add (local.get $from) (i32.const 1))) (local.get $quote))
      (then (return (i32.eq (call $at (i32.add (local.get $from) (i32.const 2))) (local.get $quote)))))
    (local.set $end (i32.add (local.get $from) (global.get $least)))
    (loop $next
      (local.set $from (i32.add (local.get $from) (i32.const 1)))
      (local.set $byte (call $at (local.get $from)))
      (if (i32.eq (local.get $byte) (i32.const 0x5c)) (then (return (i32.const 1))))
      (if
        (i32.or
          (i32.or (i32.eq (local.get $byte) (local.get $quote)) (i32.ge_u (local.get $from) (global.get $last)))
          (i32.or (i32.eq (local.get $byte) (i32.const 10)) (i32.eq (local.get $byte) (i32.const 13))))
        (then (return (i32.const 0))))
      (br_if $next (i32.lt_u (local.get $from) (local.get $end))))
    (i32.const 1))

  (func $mayBeQuoted (param $from i32) (result i32)
    (local $next i32)
    (if (call $is (local.get $from) (i32.const 128))
      (then
        (local.set $from (i32.add (local.get $from) (i32.const 1)))
        (if (call $is (local.get $from) (i32.const 128))
          (then (local.set $from (i32.add (local.get $from) (i32.const 1)))))))
    (local.set $next (call $at (local.get $from)))
    (if
      (i32.or
        (i32.or (i32.eq (local.get $next) (i32.const 0x5c)) (i32.eq (local.get $next) (i32.const 0x26)))
        (i32.ge_u (local.get $next) (i32.const 0x80)))
      (then (return (i32.const 1))))
    (if (i32.eqz (call $is (local.get $from) (i32.const 8))) (then (return (i32.const 0))))
    (call $isLongQuoted (local.get $from)))

  (func $isLongBare (param $from i32) (result i32)
    (local $end i32)
    (if (call $is (local.get $from) (i32.const 32)) (then (return (i32.const 0))))
    (local.set $end (i32.add (local.get $from) (global.get $least)))
    (if (i32.gt_u (local.get $end) (global.get $last)) (then (return (i32.const 0))))
    (loop $next
      (if (call $is (local.get $from) (i32.const 4)) (then (return (i32.const 0))))
      (local.set $from (i32.add (local.get $from) (i32.const 1)))
      (br_if $next (i32.lt_u (local.get $from) (local.get $end))))
    (i32.const 1))

  (func $isBarOrQuestion (param $byte i32) (result i32)
    (i32.or (i32.eq (local.get $byte) (i32.const 0x7c)) (i32.eq (local.get $byte) (i32.const 0x3f))))

  (func $isWrapped (param $from i32) (param $end i32) (result i32)
    (local $mark i32) (local $inner i32)
    (local.set $mark (call $at (local.get $end)))
    (if (call $isBarOrQuestion (local.get $mark)) (then (return (i32.const 1))))
    (if (i32.or (i32.eq (local.get $mark) (i32.const 0x28)) (i32.eq (local.get $mark) (i32.const 0x5b)))
      (then
        (local.set $inner (call $past (i32.add (local.get $end) (i32.const 1)) (i32.const 16)))
        (return
          (i32.or
            (i32.ge_u (local.get $inner) (global.get $limit))
            (i32.ne
              (i32.or
                (call $is (local.get $inner) (i32.const 8))
                (call $is (i32.add (local.get $inner) (i32.const 1)) (i32.const 8)))
              (i32.const 0))))))
    (if (i32.eqz (call $is (local.get $end) (i32.const 16))) (then (return (i32.const 0))))
    (i32.or
      (call $isBarOrQuestion (call $at (call $past (local.get $end) (i32.const 16))))
      (i32.and
        (i32.eq (i32.sub (local.get $end) (local.get $from)) (i32.const 3))
        (i32.eq (call $at (local.get $from)) (i32.const 0x6e)))))

  ;; Whether something before the name in its line may be the mark of a comment, or of a text with settings.
  (func $isApart (result i32)
    (local $at i32) (local $left i32) (local $byte i32) (local $next i32) (local $isEquals i32)
    (local.set $at (global.get $start))
    (local.set $left (i32.const 200))
    (local.set $isEquals (i32.eq (call $at (global.get $end)) (i32.const 0x3d)))
    (block $done
      (loop $before
        (br_if $done (i32.le_u (local.get $at) (global.get $first)))
        (local.set $at (i32.sub (local.get $at) (i32.const 1)))
        (local.set $byte (i32.load8_u (local.get $at)))
        (br_if $done (i32.eq (local.get $byte) (i32.const 10)))
        (if
          (i32.or
            (i32.eq (local.get $byte) (i32.const 0x23))
            (i32.and (local.get $isEquals) (i32.ne (call $is (local.get $at) (i32.const 8)) (i32.const 0))))
          (then (return (i32.const 1))))
        (if (i32.eq (local.get $byte) (i32.const 0x2f))
          (then
            (if
              (i32.or (i32.eq (local.get $next) (i32.const 0x2f)) (i32.eq (local.get $next) (i32.const 0x2a)))
              (then (return (i32.const 1))))))
        (if
          (i32.or
            (i32.and (i32.eq (local.get $byte) (i32.const 0x2d)) (i32.eq (local.get $next) (i32.const 0x2d)))
            (i32.and
              (i32.eq (local.get $byte) (i32.const 0x2a))
              (i32.or (i32.eq (local.get $next) (i32.const 0x20)) (i32.eq (local.get $next) (i32.const 9)))))
          (then (return (i32.const 1))))
        (local.set $next (local.get $byte))
        (local.set $left (i32.sub (local.get $left) (i32.const 1)))
        (br_if $before (local.get $left))))
    (i32.const 0))

  (func $mayBegin (param $at i32) (result i32)
    (local $wrap i32)
    (if (i32.ge_u (local.get $at) (global.get $limit)) (then (return (i32.const 1))))
    (if (call $mayBeQuoted (local.get $at)) (then (return (i32.const 1))))
    (if
      (i32.and
        (i32.eq (call $at (local.get $at)) (i32.const 0x24))
        (i32.eq (call $at (i32.add (local.get $at) (i32.const 1))) (i32.const 0x7b)))
      (then (return (i32.const 1))))
    (local.set $wrap (call $past (local.get $at) (i32.const 1)))
    (if (i32.gt_u (local.get $wrap) (local.get $at))
      (then (if (call $isWrapped (local.get $at) (local.get $wrap)) (then (return (i32.const 1))))))
    (if (i32.eqz (call $isLongBare (local.get $at))) (then (return (i32.const 0))))
    (if (global.get $isBare) (then (return (i32.const 1))))
    (call $isApart))

  ;; How long the operator is that stands there; 0 for none.
  (func $operator (param $at i32) (result i32)
    (local $first i32) (local $isSecond i32) (local $isThird i32)
    (local.set $first (call $at (local.get $at)))
    (local.set $isSecond (i32.eq (call $at (i32.add (local.get $at) (i32.const 1))) (i32.const 0x3d)))
    (local.set $isThird (i32.eq (call $at (i32.add (local.get $at) (i32.const 2))) (i32.const 0x3d)))
    (if (i32.eq (local.get $first) (i32.const 0x3d))
      (then
        (if (i32.eq (call $at (i32.add (local.get $at) (i32.const 1))) (i32.const 0x3e)) (then (return (i32.const 2))))
        (return
          (i32.add
            (i32.add (i32.const 1) (local.get $isSecond))
            (i32.and (local.get $isSecond) (local.get $isThird))))))
    (if (i32.or (i32.eq (local.get $first) (i32.const 0x2b)) (i32.eq (local.get $first) (i32.const 0x3a)))
      (then (return (i32.shl (local.get $isSecond) (i32.const 1)))))
    (if (i32.eq (local.get $first) (i32.const 0x2d))
      (then
        (return
          (i32.shl
            (i32.eq (call $at (i32.add (local.get $at) (i32.const 1))) (i32.const 0x3e))
            (i32.const 1)))))
    (if (i32.eq (local.get $first) (i32.const 0x3c))
      (then
        (return
          (i32.shl
            (i32.eq (call $at (i32.add (local.get $at) (i32.const 1))) (i32.const 0x2d))
            (i32.const 1)))))
    (if (i32.eq (local.get $first) (i32.const 0x21))
      (then
        (return
          (i32.add
            (i32.shl (local.get $isSecond) (i32.const 1))
            (i32.and (local.get $isSecond) (local.get $isThird))))))
    (if (call $isBarOrQuestion (local.get $first))
      (then
        (if
          (i32.and
            (i32.eq (call $at (i32.add (local.get $at) (i32.const 1))) (local.get $first))
            (local.get $isThird))
          (then (return (i32.const 3))))
        (if (i32.eq (local.get $first) (i32.const 0x3f))
          (then (return (i32.shl (local.get $isSecond) (i32.const 1)))))))
    (i32.const 0))

  ;; Whether what holds the value begins there: a list, settings, parentheses, the next line.
  (func $opens (param $at i32) (result i32)
    (local $byte i32)
    (local.set $byte (call $at (local.get $at)))
    (i32.or
      (i32.or (i32.eq (local.get $byte) (i32.const 0x5b)) (i32.eq (local.get $byte) (i32.const 0x7b)))
      (i32.or
        (i32.eq (local.get $byte) (i32.const 0x28))
        (i32.or (i32.eq (local.get $byte) (i32.const 10)) (i32.eq (local.get $byte) (i32.const 13))))))

  (func $afterOperator (param $at i32) (result i32)
    (local $value i32) (local $next i32)
    (if
      (i32.and
        (i32.eq (call $at (local.get $at)) (i32.const 0x3a))
        (i32.ne (call $at (i32.add (local.get $at) (i32.const 1))) (i32.const 0x3d)))
      (then
        (local.set $value (i32.add (local.get $at) (i32.const 1)))
        (if (i32.eq (call $at (local.get $value)) (i32.const 0x3a))
          (then (local.set $value (i32.add (local.get $value) (i32.const 1)))))
        (local.set $value (call $past (local.get $value) (i32.const 16)))
        (if (call $is (local.get $value) (i32.const 2048)) (then (return (i32.const 1))))
        (if (call $opens (local.get $value)) (then (return (i32.const 1))))
        (return (call $mayBegin (local.get $value)))))
    (local.set $next (call $operator (local.get $at)))
    (if (i32.eqz (local.get $next)) (then (return (i32.const 0))))
    (local.set $value (call $past (i32.add (local.get $at) (local.get $next)) (i32.const 16)))
    (if (i32.eq (call $at (local.get $value)) (i32.const 10))
      (then (local.set $value (call $past (i32.add (local.get $value) (i32.const 1)) (i32.const 16)))))
    (if (call $opens (local.get $value)) (then (return (i32.const 1))))
    (call $mayBegin (local.get $value)))

  (func $afterBlank (param $at i32) (result i32)
    (local $word i32)
    (if (call $mayBegin (local.get $at)) (then (return (i32.const 1))))
    (local.set $word
      (i32.or
        (i32.shl (i32.or (call $at (local.get $at)) (i32.const 0x20)) (i32.const 8))
        (i32.or (call $at (i32.add (local.get $at) (i32.const 1))) (i32.const 0x20))))
    (if
      (i32.eqz
        (i32.or
          (i32.eq (local.get $word) (i32.const 0x6973))
          (i32.or (i32.eq (local.get $word) (i32.const 0x6173)) (i32.eq (local.get $word) (i32.const 0x746f)))))
      (then (return (i32.const 0))))
    (local.set $at (i32.add (local.get $at) (i32.const 2)))
    (if (i32.eqz (call $is (local.get $at) (i32.const 16))) (then (return (i32.const 0))))
    (call $mayBegin (call $past (local.get $at) (i32.const 16))))

  (func $afterType (param $at i32) (result i32)
    (local.set $at (call $past (local.get $at) (i32.const 2)))
    (if (i32.ge_u (local.get $at) (global.get $limit)) (then (return (i32.const 1))))
    (if (i32.ne (call $at (local.get $at)) (i32.const 0x3d)) (then (return (i32.const 0))))
    (local.set $at (call $past (i32.add (local.get $at) (i32.const 1)) (i32.const 16)))
    (i32.or (call $opens (local.get $at)) (call $mayBegin (local.get $at))))

  (func $isPair (param $at i32) (param $isQuoted i32) (result i32)
    (local $letter i32)
    (local.set $letter (call $at (local.get $at)))
    (if (i32.or (i32.eq (local.get $letter) (i32.const 0x2c)) (i32.eq (local.get $letter) (i32.const 0x3b)))
      (then (local.set $at (i32.add (local.get $at) (i32.const 1)))))
    (local.set $at (call $past (local.get $at) (i32.const 64)))
    (if (i32.eq (call $at (local.get $at)) (i32.const 0x2d))
      (then (local.set $at (call $past (i32.add (local.get $at) (i32.const 1)) (i32.const 64)))))
    (if (i32.ge_u (local.get $at) (global.get $limit)) (then (return (i32.const 1))))
    (local.set $at (call $past (local.get $at) (i32.const 256)))
    (if (call $is (local.get $at) (i32.const 8)) (then (local.set $at (i32.add (local.get $at) (i32.const 1)))))
    (local.set $letter (i32.or (call $at (local.get $at)) (i32.const 0x20)))
    (if
      (i32.or
        (i32.or (i32.eq (local.get $letter) (i32.const 0x76)) (i32.eq (local.get $letter) (i32.const 0x70)))
        (i32.or (i32.eq (local.get $letter) (i32.const 0x64)) (i32.eq (local.get $letter) (i32.const 0x63))))
      (then (return (i32.const 1))))
    (i32.and
      (local.get $isQuoted)
      (i32.or
        (i32.eq (local.get $letter) (i32.const 0x74))
        (i32.or (i32.eq (local.get $letter) (i32.const 0x65)) (i32.eq (local.get $letter) (i32.const 0x73))))))

  (func $isElement (param $at i32) (result i32)
    (local $end i32) (local $byte i32)
    (local.set $end (i32.add (local.get $at) (i32.const 60)))
    (loop $next
      (local.set $byte (call $at (local.get $at)))
      (if (i32.eq (local.get $byte) (i32.const 0x3e)) (then (return (i32.const 1))))
      (if (i32.or (i32.eq (local.get $byte) (i32.const 0x3c)) (i32.eq (local.get $byte) (i32.const 10)))
        (then (return (i32.const 0))))
      (local.set $at (i32.add (local.get $at) (i32.const 1)))
      (br_if $next (i32.le_u (local.get $at) (local.get $end))))
    (i32.const 0))

  ;; The name stands from $start to $end of content from $first to $last.
  (func (export "mayBeRead") (param $start i32) (param $end i32) (param $first i32) (param $last i32)
    (param $least i32) (param $allowsBare i32) (result i32)
    (local $before i32) (local $at i32) (local $bridge i32) (local $value i32) (local $isQuoted i32) (local $hasBlank i32) (local $byte i32)
    (global.set $last (local.get $last))
    (global.set $least (local.get $least))
    (global.set $first (local.get $first))
    (block $trimmed
      (loop $next
        (br_if $trimmed (i32.ge_u (local.get $start) (local.get $end)))
        (br_if $trimmed (i32.eqz (call $is (local.get $start) (i32.const 1536))))
        (local.set $start (i32.add (local.get $start) (i32.const 1)))
        (br $next)))
    (block $trimmed
      (loop $next
        (br_if $trimmed (i32.le_u (local.get $end) (local.get $start)))
        (br_if $trimmed (i32.eqz (call $is (i32.sub (local.get $end) (i32.const 1)) (i32.const 512))))
        (local.set $end (i32.sub (local.get $end) (i32.const 1)))
        (br $next)))
    (global.set $start (local.get $start))
    (global.set $end (local.get $end))
    (global.set $limit (i32.add (local.get $end) (i32.const 400)))
    (if (i32.gt_u (local.get $start) (local.get $first))
      (then (local.set $before (i32.load8_u (i32.sub (local.get $start) (i32.const 1))))))
    (global.set $isBare
      (i32.or
        (i32.or (local.get $allowsBare) (i32.eq (local.get $before) (i32.const 0x2d)))
        (i32.or
          (i32.eq (local.get $before) (i32.const 0x3f))
          (i32.or (i32.eq (local.get $before) (i32.const 0x26)) (i32.eq (local.get $before) (i32.const 0x3b))))))
    ;; `"NAME=value"`.
    (if
      (i32.and
        (i32.gt_u (local.get $start) (local.get $first))
        (i32.eq (call $at (local.get $end)) (i32.const 0x3d)))
      (then
        (if (call $is (i32.sub (local.get $start) (i32.const 1)) (i32.const 8))
          (then (global.set $isBare (i32.const 1))))))
    ;; `${name:default}`.
    (if
      (i32.and
        (i32.eq (local.get $before) (i32.const 0x7b))
        (i32.gt_u (i32.sub (local.get $start) (i32.const 1)) (local.get $first)))
      (then
        (if (i32.eq (i32.load8_u (i32.sub (local.get $start) (i32.const 2))) (i32.const 0x24))
          (then (global.set $isBare (i32.const 1))))))
    (if (i32.eq (call $at (local.get $end)) (i32.const 0x26)) (then (return (i32.const 1))))
    (local.set $at (call $past (local.get $end) (i32.const 256)))
    (local.set $isQuoted (i32.ne (call $is (local.get $at) (i32.const 8)) (i32.const 0)))
    (local.set $bridge
      (select (i32.add (local.get $at) (i32.const 1)) (local.get $end) (local.get $isQuoted)))
    (local.set $at (call $past (local.get $bridge) (i32.const 16)))
    (local.set $hasBlank (i32.gt_u (local.get $at) (local.get $bridge)))
    (local.set $byte (call $at (local.get $at)))
    (if (i32.eq (local.get $byte) (i32.const 0x5d))
      (then (local.set $at (i32.add (local.get $at) (i32.const 1)))))
    (if (i32.eq (local.get $byte) (i32.const 0x5b))
      (then
        (local.set $value (i32.add (local.get $at) (i32.const 1)))
        (block $done
          (loop $next
            (br_if $done
              (i32.gt_u (i32.sub (call $at (local.get $value)) (i32.const 0x30)) (i32.const 9)))
            (if (i32.ge_u (local.get $value) (global.get $limit)) (then (return (i32.const 1))))
            (local.set $value (i32.add (local.get $value) (i32.const 1)))
            (br $next)))
        (if (i32.eq (call $at (local.get $value)) (i32.const 0x5d))
          (then (local.set $at (i32.add (local.get $value) (i32.const 1)))))))
    (local.set $value (call $past (local.get $at) (i32.const 16)))
    (if (i32.gt_u (local.get $value) (local.get $at)) (then (local.set $hasBlank (i32.const 1))))
    (if (i32.ge_u (local.get $value) (global.get $limit)) (then (return (i32.const 1))))
    (if (call $afterOperator (local.get $value)) (then (return (i32.const 1))))
    (local.set $byte (call $at (local.get $value)))
    ;; `variable "password" {` and `<key>password</key>`.
    (if
      (i32.or
        (i32.and (local.get $isQuoted) (i32.eq (local.get $byte) (i32.const 0x7b)))
        (i32.and
          (i32.eq (local.get $before) (i32.const 0x3e))
          (i32.eq (call $at (local.get $end)) (i32.const 0x3c))))
      (then (return (i32.const 1))))
    (if
      (i32.or
        (i32.eq (local.get $byte) (i32.const 0x28))
        (i32.and (local.get $isQuoted) (i32.eq (local.get $byte) (i32.const 0x2c))))
      (then
        (if (call $mayBeQuoted (call $past (i32.add (local.get $value) (i32.const 1)) (i32.const 16)))
          (then (return (i32.const 1))))))
    (if (local.get $hasBlank) (then (if (call $afterBlank (local.get $value)) (then (return (i32.const 1))))))
    (if (call $afterType (local.get $bridge)) (then (return (i32.const 1))))
    (if (call $isPair (local.get $value) (local.get $isQuoted)) (then (return (i32.const 1))))
    (if (call $isPair (local.get $end) (i32.const 0)) (then (return (i32.const 1))))
    (if
      (i32.or
        (local.get $isQuoted)
        (i32.or (i32.eq (local.get $before) (i32.const 0x3c)) (i32.eq (local.get $before) (i32.const 0x3a))))
      (then (return (call $isElement (local.get $value)))))
    (i32.const 0)))
