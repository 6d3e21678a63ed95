# Completion of recvq for bash. Generated; see CONTRIBUTING.md.

# Ports with a listener, of /proc/net/tcp and tcp6.
_recvq_ports() {
  local _ local state rest
  while read -r _ local _ state rest; do
    [[ $state == 0A ]] && printf '%d\n' "0x${local##*:}"
  done < <(cat /proc/net/tcp /proc/net/tcp6 2>/dev/null)
}

_recvq_interfaces() {
  local path
  for path in /sys/class/net/*; do
    [[ -e $path ]] && printf '%s\n' "${path##*/}"
  done
}

# Offers the words of $1 that begin with $cur; a value is still to come behind an equals sign.
_recvq_offer() {
  local IFS=$' \t\n'
  mapfile -t COMPREPLY < <(compgen -W "$1" -- "$cur")
  [[ ${COMPREPLY[0]-} == *= ]] && compopt -o nospace 2>/dev/null
}

_recvq_files() {
  compopt -o filenames 2>/dev/null
  mapfile -t COMPREPLY < <(compgen -f -- "$cur")
}

_recvq() {
  local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]}
  local command='' position=0 skip='' word i
  COMPREPLY=()
  # bash takes an equals sign, an at sign and a colon for words of their own, and wants the at
  # sign back.
  [[ $prev == '@' ]] && cur=@$cur
  if [[ $cur == *@* ]]; then
    mapfile -t COMPREPLY < <(compgen -P "${cur%@*}@" -W 'accept after= length header content response in-response' -- "${cur##*@}")
    compopt -o nospace 2>/dev/null
    return
  elif [[ $cur == '=' || $prev == '=' ]]; then
    [[ $cur == '=' ]] || prev=${COMP_WORDS[COMP_CWORD-2]}
    cur=${cur#=}
    [[ $prev == -* ]] || return
  fi
  for ((i = 1; i < COMP_CWORD; i++)); do
    word=${COMP_WORDS[i]}
    if [[ -n $skip || $word == +([=@:]) || ${COMP_WORDS[i-1]} == +([=@:]) ]]; then
      skip=''
      continue
    fi
    case "$command $word" in
      ' serve') command='serve' ;;
      'serve --color' | 'serve --max-frame' | 'serve --max-connections' | 'serve --idle-timeout' | 'serve --backlog' | 'serve --cert-out' | 'serve --cert' | 'serve --key' | 'serve --effect' | 'serve --every' | 'serve --probability' | 'serve --seed' | 'serve --effects-file' | 'serve --sndbuf' | 'serve --rcvbuf' | 'serve --nodelay' | 'serve --linger' | 'serve --reuseaddr') skip=1 ;;
      ' call') command='call' ;;
      'call --color' | 'call -n' | 'call --connections' | 'call -o' | 'call --output' | 'call --cafile' | 'call --mode' | 'call --effect' | 'call --every' | 'call --probability' | 'call --seed' | 'call --timeout' | 'call --sndbuf' | 'call --rcvbuf' | 'call --nodelay' | 'call --linger' | 'call --reuseaddr') skip=1 ;;
      ' fill') command='fill' ;;
      'fill --color' | 'fill --settle' | 'fill --max-bytes' | 'fill --chunk' | 'fill --mode' | 'fill --timeout' | 'fill --sndbuf' | 'fill --rcvbuf' | 'fill --nodelay' | 'fill --linger' | 'fill --reuseaddr') skip=1 ;;
      ' proxy') command='proxy' ;;
      'proxy --color' | 'proxy --toward' | 'proxy --effect' | 'proxy --every' | 'proxy --probability' | 'proxy --seed' | 'proxy --effects-file' | 'proxy --timeout' | 'proxy --sndbuf' | 'proxy --rcvbuf' | 'proxy --nodelay' | 'proxy --linger' | 'proxy --reuseaddr') skip=1 ;;
      ' load') command='load' ;;
      'load --color' | 'load -c' | 'load --connections' | 'load -s' | 'load --size' | 'load --rate' | 'load --duration' | 'load -n' | 'load --count' | 'load --ramp' | 'load --interval' | 'load --cafile' | 'load --timeout' | 'load --sndbuf' | 'load --rcvbuf' | 'load --nodelay' | 'load --linger' | 'load --reuseaddr') skip=1 ;;
      ' reproduce') command='reproduce' ;;
      'reproduce --color' | 'reproduce --repeat' | 'reproduce --timeout' | 'reproduce -w' | 'reproduce --report' | 'reproduce --settle' | 'reproduce --max-bytes' | 'reproduce --sndbuf' | 'reproduce --rcvbuf') skip=1 ;;
      ' sockets') command='sockets' ;;
      'sockets --color' | 'sockets --port' | 'sockets --state' | 'sockets --pid' | 'sockets --netns' | 'sockets --source' | 'sockets --group' | 'sockets --sort' | 'sockets --interval' | 'sockets --for') skip=1 ;;
      ' why') command='why' ;;
      'why --color' | 'why --for' | 'why --netns' | 'why --report') skip=1 ;;
      ' watch') command='watch' ;;
      'watch --color' | 'watch --for' | 'watch --interval' | 'watch --report' | 'watch -w' | 'watch --netns') skip=1 ;;
      ' top') command='top' ;;
      'top --color' | 'top --interval') skip=1 ;;
      ' probe') command='probe' ;;
      'probe --color' | 'probe --timeout' | 'probe --retries' | 'probe --deadline' | 'probe --rate' | 'probe --parallel' | 'probe --wait' | 'probe --expect') skip=1 ;;
      ' ping') command='ping' ;;
      'ping --color' | 'ping -c' | 'ping --count' | 'ping -i' | 'ping --interval' | 'ping -W' | 'ping --timeout' | 'ping -w' | 'ping --deadline' | 'ping -s' | 'ping --size' | 'ping -t' | 'ping --ttl' | 'ping --tcp') skip=1 ;;
      ' resolve') command='resolve' ;;
      'resolve --color' | 'resolve --timeout') skip=1 ;;
      ' bytes') command='bytes' ;;
      'bytes --color' | 'bytes --as' | 'bytes --file') skip=1 ;;
      ' check') command='check' ;;
      'check --color' | 'check --tag' | 'check --set' | 'check --parallel' | 'check --deadline' | 'check --every' | 'check --listen' | 'check --report') skip=1 ;;
      ' capture') command='capture' ;;
      'capture --color' | 'capture --filter' | 'capture -w' | 'capture --write' | 'capture --rotate' | 'capture --keep' | 'capture -c' | 'capture --count' | 'capture --duration' | 'capture --snap' | 'capture --buffer' | 'capture -Z' | 'capture --user' | 'capture --follow' | 'capture --as' | 'capture --write-dir' | 'capture --port' | 'capture --framing' | 'capture --where' | 'capture --max-content' | 'capture --stream-memory' | 'capture --total-memory' | 'capture --max-streams') skip=1 ;;
      ' decode') command='decode' ;;
      'decode --color' | 'decode --follow' | 'decode --as' | 'decode --write-dir' | 'decode --port' | 'decode --framing' | 'decode --where' | 'decode --max-content' | 'decode --stream-memory' | 'decode --total-memory' | 'decode --max-streams' | 'decode --filter' | 'decode --via' | 'decode --export') skip=1 ;;
      ' dissector') command='dissector' ;;
      'dissector --color' | 'dissector --framing' | 'dissector --port') skip=1 ;;
      ' run') command='run' ;;
      'run --color') skip=1 ;;
      ' shell') command='shell' ;;
      'shell --color' | 'shell -c') skip=1 ;;
      ' explain') command='explain' ;;
      'explain --color') skip=1 ;;
      ' doctor') command='doctor' ;;
      'doctor --color') skip=1 ;;
      ' help') command='help' ;;
      'help --color') skip=1 ;;
      *' -'*) ;;
      *) position=$((position + 1)) ;;
    esac
  done
  case $command in
    '')
      if [[ $cur == -* ]]; then
        _recvq_offer '--help --version'
      else
        _recvq_offer 'serve call fill proxy load reproduce sockets why watch top probe ping resolve bytes check capture decode dissector run shell explain doctor help'
      fi
      ;;
    'serve')
      case $prev in
        --color)
          _recvq_offer 'auto always never'
          return ;;
        --max-frame)
          :
          return ;;
        --max-connections)
          :
          return ;;
        --idle-timeout)
          :
          return ;;
        --backlog)
          :
          return ;;
        --cert-out)
          _recvq_files
          return ;;
        --cert)
          _recvq_files
          return ;;
        --key)
          _recvq_files
          return ;;
        --effect)
          _recvq_offer 'stall throttle= delay= jitter= slice= dribble corrupt truncate reset half-close close refuse slow-accept='
          return ;;
        --every)
          :
          return ;;
        --probability)
          :
          return ;;
        --seed)
          :
          return ;;
        --effects-file)
          _recvq_files
          return ;;
        --sndbuf)
          :
          return ;;
        --rcvbuf)
          :
          return ;;
        --nodelay)
          :
          return ;;
        --linger)
          :
          return ;;
        --reuseaddr)
          :
          return ;;
      esac
      if [[ $cur == -* ]]; then
        _recvq_offer '-h --help --color --debug --keep-alive --max-frame --sequential --max-connections --idle-timeout --once --backlog --udp --tls --cert-out --cert --key -v --data -q --quiet --json --effect --stall --every --probability --seed --effects-file --sndbuf --rcvbuf --nodelay --linger --reuseaddr --reuseport --keepalive'
        return
      fi
      case $position in
        0) _recvq_offer 'echo app ack hello chat discard chargen' ;;
        1) _recvq_offer "$(_recvq_ports)" ;;
      esac
      ;;
    'call')
      case $prev in
        --color)
          _recvq_offer 'auto always never'
          return ;;
        -n | --connections)
          :
          return ;;
        -o | --output)
          _recvq_files
          return ;;
        --cafile)
          _recvq_files
          return ;;
        --mode)
          :
          return ;;
        --effect)
          _recvq_offer 'stall throttle= delay= jitter= slice= dribble corrupt truncate reset half-close close refuse slow-accept='
          return ;;
        --every)
          :
          return ;;
        --probability)
          :
          return ;;
        --seed)
          :
          return ;;
        --timeout)
          :
          return ;;
        --sndbuf)
          :
          return ;;
        --rcvbuf)
          :
          return ;;
        --nodelay)
          :
          return ;;
        --linger)
          :
          return ;;
        --reuseaddr)
          :
          return ;;
      esac
      if [[ $cur == -* ]]; then
        _recvq_offer '-h --help --color --debug -n --connections -o --output --hex --udp -v --data --json --tls --cafile --insecure --mode --effect --stall --every --probability --seed --timeout --sndbuf --rcvbuf --nodelay --linger --reuseaddr --reuseport --keepalive'
        return
      fi
      case $position in
        0) _recvq_offer 'echo app ack hello chat http raw' ;;
        1) _recvq_offer "$(_recvq_ports)" ;;
        *) : ;;
      esac
      ;;
    'fill')
      case $prev in
        --color)
          _recvq_offer 'auto always never'
          return ;;
        --settle)
          :
          return ;;
        --max-bytes)
          :
          return ;;
        --chunk)
          :
          return ;;
        --mode)
          :
          return ;;
        --timeout)
          :
          return ;;
        --sndbuf)
          :
          return ;;
        --rcvbuf)
          :
          return ;;
        --nodelay)
          :
          return ;;
        --linger)
          :
          return ;;
        --reuseaddr)
          :
          return ;;
      esac
      if [[ $cur == -* ]]; then
        _recvq_offer '-h --help --color --debug --settle --max-bytes --chunk --hold --json --mode --timeout --sndbuf --rcvbuf --nodelay --linger --reuseaddr --reuseport --keepalive'
        return
      fi
      case $position in
        0) _recvq_offer "$(_recvq_ports)" ;;
      esac
      ;;
    'proxy')
      case $prev in
        --color)
          _recvq_offer 'auto always never'
          return ;;
        --toward)
          _recvq_offer 'client server'
          return ;;
        --effect)
          _recvq_offer 'stall throttle= delay= jitter= slice= dribble corrupt truncate reset half-close close refuse slow-accept='
          return ;;
        --every)
          :
          return ;;
        --probability)
          :
          return ;;
        --seed)
          :
          return ;;
        --effects-file)
          _recvq_files
          return ;;
        --timeout)
          :
          return ;;
        --sndbuf)
          :
          return ;;
        --rcvbuf)
          :
          return ;;
        --nodelay)
          :
          return ;;
        --linger)
          :
          return ;;
        --reuseaddr)
          :
          return ;;
      esac
      if [[ $cur == -* ]]; then
        _recvq_offer '-h --help --color --debug --toward -v --data -q --quiet --json --effect --stall --every --probability --seed --effects-file --timeout --sndbuf --rcvbuf --nodelay --linger --reuseaddr --reuseport --keepalive'
        return
      fi
      case $position in
        0) _recvq_offer "$(_recvq_ports)" ;;
        1) _recvq_offer "$(_recvq_ports)" ;;
      esac
      ;;
    'load')
      case $prev in
        --color)
          _recvq_offer 'auto always never'
          return ;;
        -c | --connections)
          :
          return ;;
        -s | --size)
          :
          return ;;
        --rate)
          :
          return ;;
        --duration)
          :
          return ;;
        -n | --count)
          :
          return ;;
        --ramp)
          :
          return ;;
        --interval)
          :
          return ;;
        --cafile)
          _recvq_files
          return ;;
        --timeout)
          :
          return ;;
        --sndbuf)
          :
          return ;;
        --rcvbuf)
          :
          return ;;
        --nodelay)
          :
          return ;;
        --linger)
          :
          return ;;
        --reuseaddr)
          :
          return ;;
      esac
      if [[ $cur == -* ]]; then
        _recvq_offer '-h --help --color --debug -c --connections -s --size --reconnect --rate --duration -n --count --ramp --interval --json --tls --cafile --insecure --timeout --sndbuf --rcvbuf --nodelay --linger --reuseaddr --reuseport --keepalive'
        return
      fi
      case $position in
        0) _recvq_offer 'echo app' ;;
        1) _recvq_offer "$(_recvq_ports)" ;;
      esac
      ;;
    'reproduce')
      case $prev in
        --color)
          _recvq_offer 'auto always never'
          return ;;
        --repeat)
          :
          return ;;
        --timeout)
          :
          return ;;
        -w)
          _recvq_files
          return ;;
        --report)
          _recvq_files
          return ;;
        --settle)
          :
          return ;;
        --max-bytes)
          :
          return ;;
        --sndbuf)
          :
          return ;;
        --rcvbuf)
          :
          return ;;
      esac
      if [[ $cur == -* ]]; then
        _recvq_offer '-h --help --color --debug --repeat --without-fault --show --schema --timeout -w --no-capture --report --rows --python --json --settle --max-bytes --sndbuf --rcvbuf'
        return
      fi
      case $position in
        0) _recvq_offer 'backpressure backpressure-hang backpressure-timeout slow-reader slow-client-among-many stall-in-length stall-in-header stall-in-content wrong-byte-order split-frame coalesced-frames partial-write partial-read read-would-block read-timeout refused wrong-loopback connect-timeout accept-queue-full out-of-descriptors reset-unread reset-linger broken-pipe address-in-use address-in-use-time-wait time-wait ports-exhausted close-wait half-close half-close-misunderstood small-send-buffer nagle dead-peer malformed-bad-json malformed-bad-utf8 malformed-missing-header malformed-bad-content-length malformed-bad-content malformed-too-large malformed-truncated' ;;
      esac
      ;;
    'sockets')
      case $prev in
        --color)
          _recvq_offer 'auto always never'
          return ;;
        --port)
          _recvq_offer "$(_recvq_ports)"
          return ;;
        --state)
          :
          return ;;
        --pid)
          :
          return ;;
        --netns)
          :
          return ;;
        --source)
          _recvq_offer 'auto sock_diag proc'
          return ;;
        --group)
          _recvq_offer 'state process peer port user'
          return ;;
        --sort)
          _recvq_offer 'recvq sendq local remote port state proto process pid uid rtt retrans'
          return ;;
        --interval)
          :
          return ;;
        --for)
          :
          return ;;
      esac
      if [[ $cur == -* ]]; then
        _recvq_offer '-h --help --color --debug -a --all -t --tcp -u --udp -x --unix -w --raw --port --state --pid --netns --source -p --owners -i --info -m --memory --pairs --group --sort -r --reverse --json --watch --interval --for'
        return
      fi
      case $position in
        *) : ;;
      esac
      ;;
    'why')
      case $prev in
        --color)
          _recvq_offer 'auto always never'
          return ;;
        --for)
          :
          return ;;
        --netns)
          :
          return ;;
        --report)
          _recvq_files
          return ;;
      esac
      if [[ $cur == -* ]]; then
        _recvq_offer '-h --help --color --debug --for --chart --netns --report --json'
        return
      fi
      case $position in
        *) _recvq_offer "$(_recvq_ports)" ;;
      esac
      ;;
    'watch')
      case $prev in
        --color)
          _recvq_offer 'auto always never'
          return ;;
        --for)
          :
          return ;;
        --interval)
          :
          return ;;
        --report)
          _recvq_files
          return ;;
        -w)
          _recvq_files
          return ;;
        --netns)
          :
          return ;;
      esac
      if [[ $cur == -* ]]; then
        _recvq_offer '-h --help --color --debug --for --interval --report -w --no-capture --netns --json'
        return
      fi
      case $position in
        *) _recvq_offer "$(_recvq_ports)" ;;
      esac
      ;;
    'top')
      case $prev in
        --color)
          _recvq_offer 'auto always never'
          return ;;
        --interval)
          :
          return ;;
      esac
      if [[ $cur == -* ]]; then
        _recvq_offer '-h --help --color --debug --interval'
        return
      fi
      ;;
    'probe')
      case $prev in
        --color)
          _recvq_offer 'auto always never'
          return ;;
        --timeout)
          :
          return ;;
        --retries)
          :
          return ;;
        --deadline)
          :
          return ;;
        --rate)
          :
          return ;;
        --parallel)
          :
          return ;;
        --wait)
          :
          return ;;
        --expect)
          _recvq_offer 'open closed filtered'
          return ;;
      esac
      if [[ $cur == -* ]]; then
        _recvq_offer '-h --help --color --debug --udp --banner --tls --frame -4 -6 --all-addresses --timeout --retries --deadline --rate --parallel --wait --expect --all --open --json'
        return
      fi
      case $position in
        0) mapfile -t COMPREPLY < <(compgen -A hostname -- "$cur") ;;
        1) _recvq_offer "$(_recvq_ports)" ;;
        *) _recvq_offer 'serve call fill proxy load reproduce sockets why watch top probe ping resolve bytes check capture decode dissector run shell explain doctor help' ;;
      esac
      ;;
    'ping')
      case $prev in
        --color)
          _recvq_offer 'auto always never'
          return ;;
        -c | --count)
          :
          return ;;
        -i | --interval)
          :
          return ;;
        -W | --timeout)
          :
          return ;;
        -w | --deadline)
          :
          return ;;
        -s | --size)
          :
          return ;;
        -t | --ttl)
          :
          return ;;
        --tcp)
          _recvq_offer "$(_recvq_ports)"
          return ;;
      esac
      if [[ $cur == -* ]]; then
        _recvq_offer '-h --help --color --debug -c --count -i --interval -W --timeout -w --deadline -s --size -t --ttl --tcp -4 -6 --json'
        return
      fi
      case $position in
        *) mapfile -t COMPREPLY < <(compgen -A hostname -- "$cur") ;;
      esac
      ;;
    'resolve')
      case $prev in
        --color)
          _recvq_offer 'auto always never'
          return ;;
        --timeout)
          :
          return ;;
      esac
      if [[ $cur == -* ]]; then
        _recvq_offer '-h --help --color --debug -4 -6 --reverse --timeout --json'
        return
      fi
      case $position in
        0) mapfile -t COMPREPLY < <(compgen -A hostname -- "$cur") ;;
        1) _recvq_offer "$(_recvq_ports)" ;;
      esac
      ;;
    'bytes')
      case $prev in
        --color)
          _recvq_offer 'auto always never'
          return ;;
        --as)
          _recvq_offer 'number hex dump python text raw'
          return ;;
        --file)
          _recvq_files
          return ;;
      esac
      if [[ $cur == -* ]]; then
        _recvq_offer '-h --help --color --debug --as --file --json'
        return
      fi
      case $position in
        *) : ;;
      esac
      ;;
    'check')
      case $prev in
        --color)
          _recvq_offer 'auto always never'
          return ;;
        --tag)
          :
          return ;;
        --set)
          :
          return ;;
        --parallel)
          :
          return ;;
        --deadline)
          :
          return ;;
        --every)
          :
          return ;;
        --listen)
          _recvq_offer "$(_recvq_ports)"
          return ;;
        --report)
          :
          return ;;
      esac
      if [[ $cur == -* ]]; then
        _recvq_offer '-h --help --color --debug --tag --set --parallel --deadline --every --listen --report --json --init --schema'
        return
      fi
      case $position in
        *) _recvq_files ;;
      esac
      ;;
    'capture')
      case $prev in
        --color)
          _recvq_offer 'auto always never'
          return ;;
        --filter)
          :
          return ;;
        -w | --write)
          _recvq_files
          return ;;
        --rotate)
          :
          return ;;
        --keep)
          :
          return ;;
        -c | --count)
          :
          return ;;
        --duration)
          :
          return ;;
        --snap)
          :
          return ;;
        --buffer)
          :
          return ;;
        -Z | --user)
          :
          return ;;
        --follow)
          :
          return ;;
        --as)
          _recvq_offer 'text hex raw'
          return ;;
        --write-dir)
          _recvq_files
          return ;;
        --port)
          _recvq_offer "$(_recvq_ports)"
          return ;;
        --framing)
          :
          return ;;
        --where)
          :
          return ;;
        --max-content)
          :
          return ;;
        --stream-memory)
          :
          return ;;
        --total-memory)
          :
          return ;;
        --max-streams)
          :
          return ;;
      esac
      if [[ $cur == -* ]]; then
        _recvq_offer '-h --help --color --debug --filter -w --write --rotate --keep -c --count --duration --snap --buffer --promiscuous -Z --user --list --frames --packets --streams --findings --ladder --follow --stats --as --write-dir --json --port --framing --where --max-content --stream-memory --total-memory --max-streams --verify-checksums'
        return
      fi
      case $position in
        0) _recvq_offer "$(_recvq_interfaces)" ;;
        *) : ;;
      esac
      ;;
    'decode')
      case $prev in
        --color)
          _recvq_offer 'auto always never'
          return ;;
        --follow)
          :
          return ;;
        --as)
          _recvq_offer 'text hex raw'
          return ;;
        --write-dir)
          _recvq_files
          return ;;
        --port)
          _recvq_offer "$(_recvq_ports)"
          return ;;
        --framing)
          :
          return ;;
        --where)
          :
          return ;;
        --max-content)
          :
          return ;;
        --stream-memory)
          :
          return ;;
        --total-memory)
          :
          return ;;
        --max-streams)
          :
          return ;;
        --filter)
          :
          return ;;
        --via)
          _recvq_offer 'own pcap4j'
          return ;;
        --export)
          _recvq_files
          return ;;
      esac
      if [[ $cur == -* ]]; then
        _recvq_offer '-h --help --color --debug --frames --packets --streams --findings --ladder --follow --stats --as --write-dir --json --port --framing --where --max-content --stream-memory --total-memory --max-streams --verify-checksums --strict --filter --via --export'
        return
      fi
      case $position in
        *) _recvq_files ;;
      esac
      ;;
    'dissector')
      case $prev in
        --color)
          _recvq_offer 'auto always never'
          return ;;
        --framing)
          :
          return ;;
        --port)
          _recvq_offer "$(_recvq_ports)"
          return ;;
      esac
      if [[ $cur == -* ]]; then
        _recvq_offer '-h --help --color --debug --framing --port'
        return
      fi
      ;;
    'run')
      case $prev in
        --color)
          _recvq_offer 'auto always never'
          return ;;
      esac
      if [[ $cur == -* ]]; then
        _recvq_offer '-h --help --color --debug -k --keep-going'
        return
      fi
      case $position in
        0) _recvq_files ;;
      esac
      ;;
    'shell')
      case $prev in
        --color)
          _recvq_offer 'auto always never'
          return ;;
        -c)
          :
          return ;;
      esac
      if [[ $cur == -* ]]; then
        _recvq_offer '-h --help --color --debug -c -k --keep-going --no-rc'
        return
      fi
      ;;
    'explain')
      case $prev in
        --color)
          _recvq_offer 'auto always never'
          return ;;
      esac
      if [[ $cur == -* ]]; then
        _recvq_offer '-h --help --color --debug -s --search --json'
        return
      fi
      case $position in
        *) _recvq_offer 'EAGAIN EADDRINUSE EADDRNOTAVAIL ECONNREFUSED ECONNRESET EPIPE ETIMEDOUT ECONNABORTED EHOSTUNREACH ENETUNREACH ENETDOWN EHOSTDOWN ENETRESET EINPROGRESS EALREADY EISCONN ENOTCONN ESHUTDOWN EINTR EMFILE ENFILE ENOBUFS ENOMEM EMSGSIZE EACCES EPERM EINVAL EBADF ENOTSOCK EAFNOSUPPORT EPROTONOSUPPORT EPROTOTYPE EPROTO EOPNOTSUPP ENOPROTOOPT EDESTADDRREQ EFAULT EIO ENOSPC ENOENT ENODEV EBUSY EEXIST ENOTDIR EISDIR EFBIG EROFS ENAMETOOLONG ESRCH ENXIO E2BIG ENOEXEC ECHILD EXDEV ENOTTY ETXTBSY ESPIPE ERANGE ENOSYS ENOTEMPTY ELOOP ENODATA ENONET EBADMSG EOVERFLOW EILSEQ EUSERS ESOCKTNOSUPPORT EPFNOSUPPORT ETOOMANYREFS ESTALE EREMOTEIO EDQUOT ECANCELED ENOKEY EKEYREJECTED LISTEN SYN-SENT SYN-RECEIVED ESTABLISHED FIN-WAIT-1 FIN-WAIT-2 CLOSE-WAIT LAST-ACK CLOSING TIME-WAIT CLOSED Proto Recv-Q Send-Q State PID uid inode Timer FD skmem rtt rttvar min_rtt rto ato cwnd ssthresh mss pmtu unacked sacked lost retrans retransmits backoff bytes_acked bytes_received bytes_sent bytes_retrans segs_out notsent busy rwnd_limited sndbuf_limited delivery_rate pacing_rate snd_wnd rcv_space rcv_ooopack wscale lastsnd ca_state options rcv_mss advmss rcv_ssthresh reordering reord_seen dsack_dups delivered app_limited rehash total_rto rcv_wnd cong retransmission fast-retransmission out-of-order dup-ack previous-segment-lost acked-unseen zero-window zero-window-probe zero-window-probe-ack window-full window-update keep-alive keep-alive-ack reused-port malformed bad-json bad-utf8 missing-header bad-content-length bad-content too-large truncated gap stall throttle delay slice reset close corrupt moments tcp_rmem tcp_wmem tcp_mem rmem_max wmem_max somaxconn tcp_max_syn_backlog tcp_syncookies tcp_abort_on_overflow tcp_syn_retries tcp_synack_retries tcp_retries2 tcp_orphan_retries tcp_fin_timeout tcp_tw_reuse tcp_keepalive_time ip_local_port_range ip_unprivileged_port_start ping_group_range bindv6only tcp_slow_start_after_idle tcp_congestion_control accept-queue window backpressure half-close half-open never-answered silent-peer slow-response Nagle delayed-ack ephemeral-port localhost blocking byte-order frame open closed filtered unreachable unknown receiver sender network dead-peer nothing exit-status' ;;
      esac
      ;;
    'doctor')
      case $prev in
        --color)
          _recvq_offer 'auto always never'
          return ;;
      esac
      if [[ $cur == -* ]]; then
        _recvq_offer '-h --help --color --debug --json'
        return
      fi
      ;;
    'help')
      case $prev in
        --color)
          _recvq_offer 'auto always never'
          return ;;
      esac
      if [[ $cur == -* ]]; then
        _recvq_offer '-h --help --color --debug'
        return
      fi
      case $position in
        0) _recvq_offer 'serve call fill proxy load reproduce sockets why watch top probe ping resolve bytes check capture decode dissector run shell explain doctor help' ;;
      esac
      ;;
  esac
}

complete -F _recvq recvq
