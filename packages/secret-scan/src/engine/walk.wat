;; Walks bytes through the automaton of keyword-walk.ts. Assembled into walk-module.ts; modules.test.ts says how, and that both are the same.
;;
;; Memory: 0 classes of bytes, times two (256 bytes) · 256 how many bytes of places each lane wrote (4 × i32) · 272 the state at the end (i32)
;;         1024 the table of next states (i16 at state << shift | class × 2) · from $places on, four areas of $room bytes for places.
;; A place is two i32: the state in which keywords end, and the address after them.
(module
  (memory (export "memory") 1)

  (func $walk (param $from i32) (param $to i32) (param $state i32) (param $shift i32) (param $accepting i32) (param $out i32) (result i32)
    (local $start i32)
    (local.set $start (local.get $out))
    (block $done
      (br_if $done (i32.ge_u (local.get $from) (local.get $to)))
      (loop $next
        (local.set $state
          (i32.load16_u offset=1024
            (i32.or (i32.shl (local.get $state) (local.get $shift)) (i32.load8_u (i32.load8_u (local.get $from))))))
        (local.set $from (i32.add (local.get $from) (i32.const 1)))
        (if (i32.ge_u (local.get $state) (local.get $accepting))
          (then
            (i32.store (local.get $out) (local.get $state))
            (i32.store offset=4 (local.get $out) (local.get $from))
            (local.set $out (i32.add (local.get $out) (i32.const 8)))))
        (br_if $next (i32.lt_u (local.get $from) (local.get $to)))))
    (i32.store (i32.const 272) (local.get $state))
    (i32.sub (local.get $out) (local.get $start)))

  ;; The state after bytes whose places are not asked for.
  (func $skip (param $from i32) (param $to i32) (param $shift i32) (result i32)
    (local $state i32)
    (block $done
      (br_if $done (i32.ge_u (local.get $from) (local.get $to)))
      (loop $next
        (local.set $state
          (i32.load16_u offset=1024
            (i32.or (i32.shl (local.get $state) (local.get $shift)) (i32.load8_u (i32.load8_u (local.get $from))))))
        (local.set $from (i32.add (local.get $from) (i32.const 1)))
        (br_if $next (i32.lt_u (local.get $from) (local.get $to)))))
    (local.get $state))

  ;; One walk: each state waits for the one before.
  (func (export "one") (param $from i32) (param $to i32) (param $state i32) (param $shift i32) (param $accepting i32) (param $places i32)
    (i32.store (i32.const 256)
      (call $walk (local.get $from) (local.get $to) (local.get $state) (local.get $shift) (local.get $accepting) (local.get $places)))
    (i64.store (i32.const 260) (i64.const 0))
    (i32.store (i32.const 268) (i32.const 0)))

  ;; Four walks at once, each from $warm bytes before its part, so that none waits.
  (func (export "four") (param $from i32) (param $to i32) (param $state i32) (param $shift i32) (param $accepting i32) (param $places i32)
    (param $warm i32) (param $room i32)
    (local $part i32) (local $at2 i32) (local $at3 i32) (local $at4 i32) (local $end i32)
    (local $two i32) (local $three i32) (local $four i32)
    (local $out1 i32) (local $out2 i32) (local $out3 i32) (local $out4 i32)
    (local.set $part (i32.shr_u (i32.sub (local.get $to) (local.get $from)) (i32.const 2)))
    (local.set $at2 (i32.add (local.get $from) (local.get $part)))
    (local.set $at3 (i32.add (local.get $at2) (local.get $part)))
    (local.set $at4 (i32.add (local.get $at3) (local.get $part)))
    (local.set $end (local.get $at2))
    (local.set $two (call $skip (i32.sub (local.get $at2) (local.get $warm)) (local.get $at2) (local.get $shift)))
    (local.set $three (call $skip (i32.sub (local.get $at3) (local.get $warm)) (local.get $at3) (local.get $shift)))
    (local.set $four (call $skip (i32.sub (local.get $at4) (local.get $warm)) (local.get $at4) (local.get $shift)))
    (local.set $out1 (local.get $places))
    (local.set $out2 (i32.add (local.get $out1) (local.get $room)))
    (local.set $out3 (i32.add (local.get $out2) (local.get $room)))
    (local.set $out4 (i32.add (local.get $out3) (local.get $room)))
    (loop $next
      (local.set $state
        (i32.load16_u offset=1024
          (i32.or (i32.shl (local.get $state) (local.get $shift)) (i32.load8_u (i32.load8_u (local.get $from))))))
      (local.set $two
        (i32.load16_u offset=1024
          (i32.or (i32.shl (local.get $two) (local.get $shift)) (i32.load8_u (i32.load8_u (local.get $at2))))))
      (local.set $three
        (i32.load16_u offset=1024
          (i32.or (i32.shl (local.get $three) (local.get $shift)) (i32.load8_u (i32.load8_u (local.get $at3))))))
      (local.set $four
        (i32.load16_u offset=1024
          (i32.or (i32.shl (local.get $four) (local.get $shift)) (i32.load8_u (i32.load8_u (local.get $at4))))))
      (local.set $from (i32.add (local.get $from) (i32.const 1)))
      (local.set $at2 (i32.add (local.get $at2) (i32.const 1)))
      (local.set $at3 (i32.add (local.get $at3) (i32.const 1)))
      (local.set $at4 (i32.add (local.get $at4) (i32.const 1)))
      (if (i32.ge_u (local.get $state) (local.get $accepting))
        (then
          (i32.store (local.get $out1) (local.get $state))
          (i32.store offset=4 (local.get $out1) (local.get $from))
          (local.set $out1 (i32.add (local.get $out1) (i32.const 8)))))
      (if (i32.ge_u (local.get $two) (local.get $accepting))
        (then
          (i32.store (local.get $out2) (local.get $two))
          (i32.store offset=4 (local.get $out2) (local.get $at2))
          (local.set $out2 (i32.add (local.get $out2) (i32.const 8)))))
      (if (i32.ge_u (local.get $three) (local.get $accepting))
        (then
          (i32.store (local.get $out3) (local.get $three))
          (i32.store offset=4 (local.get $out3) (local.get $at3))
          (local.set $out3 (i32.add (local.get $out3) (i32.const 8)))))
      (if (i32.ge_u (local.get $four) (local.get $accepting))
        (then
          (i32.store (local.get $out4) (local.get $four))
          (i32.store offset=4 (local.get $out4) (local.get $at4))
          (local.set $out4 (i32.add (local.get $out4) (i32.const 8)))))
      (br_if $next (i32.lt_u (local.get $from) (local.get $end))))
    (local.set $out4
      (i32.add
        (local.get $out4)
        (call $walk (local.get $at4) (local.get $to) (local.get $four) (local.get $shift) (local.get $accepting) (local.get $out4))))
    (i32.store (i32.const 256) (i32.sub (local.get $out1) (local.get $places)))
    (i32.store (i32.const 260)
      (i32.sub (local.get $out2) (i32.add (local.get $places) (local.get $room))))
    (i32.store (i32.const 264)
      (i32.sub (local.get $out3) (i32.add (local.get $places) (i32.mul (local.get $room) (i32.const 2)))))
    (i32.store (i32.const 268)
      (i32.sub (local.get $out4) (i32.add (local.get $places) (i32.mul (local.get $room) (i32.const 3)))))))
