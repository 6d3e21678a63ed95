# Completion of recvq for fish. Generated; see CONTRIBUTING.md.

# Ports with a listener, of /proc/net/tcp and tcp6.
function __recvq_ports
    cat /proc/net/tcp /proc/net/tcp6 2>/dev/null | while read -l _n address _peer state _rest
        test "$state" = 0A; and math 0x(string replace -r '.*:' '' $address)
    end
end

function __recvq_interfaces
    for path in /sys/class/net/*
        path basename $path 2>/dev/null; or basename $path
    end
end

# Whether the command line's command, and the kind below it, are these.
function __recvq_is
    set -l words (commandline -opc)
    set -e words[1]
    set -l plain
    for word in $words
        string match -q -- '-*' $word; or set -a plain $word
    end
    for i in (seq (count $argv))
        test "$plain[$i]" = "$argv[$i]"; or return 1
    end
end

function __recvq_none
    set -l words (commandline -opc)
    set -e words[1]
    not string match -q -v -- '-*' $words
end

complete -c recvq -f
complete -c recvq -n __recvq_none -s h -l help -d 'Show help'
complete -c recvq -n __recvq_none -s V -l version -d 'Show the version'
complete -c recvq -n '__recvq_none' -a serve -d 'Host a server, well-behaved or not.'
complete -c recvq -n '__recvq_none' -a call -d 'Be the client of a server: echo, app, ack, hello, chat, http, raw.'
complete -c recvq -n '__recvq_none' -a fill -d 'Write without reading until the kernel refuses; say how much it took.'
complete -c recvq -n '__recvq_none' -a reproduce -d 'Run both ends of a known failure, and prove it.'
complete -c recvq -n '__recvq_none' -a probe -d 'Which ports are open, closed or filtered, and the evidence.'
complete -c recvq -n '__recvq_none' -a resolve -d 'What a name resolves to, in which order, and what that means.'
complete -c recvq -n '__recvq_none' -a bytes -d 'Byte order and text encodings of a number, hex or text.'
complete -c recvq -n '__recvq_none' -a decode -d 'Frames, packets, streams and findings of capture files.'
complete -c recvq -n '__recvq_none' -a resolve -d 'What a name resolves to, in which order, and what that means.'
complete -c recvq -n '__recvq_none' -a bytes -d 'Byte order and text encodings of a number, hex or text.'
complete -c recvq -n '__recvq_none' -a sockets -d 'The socket table: queues, states, owners, TCP\'s own numbers.'
complete -c recvq -n '__recvq_none' -a why -d 'Which side is the bottleneck of live connections, with evidence.'
complete -c recvq -n '__recvq_none' -a explain -d 'What an errno, ICMP type, TCP state, column or term means.'
complete -c recvq -n '__recvq_none' -a doctor -d 'What this machine allows, and the remedy for each lack.'
complete -c recvq -n '__recvq_none' -a help -d 'Show all commands, or the help of one.'

complete -c recvq -n '__recvq_is serve' -s h -l help -d 'Show this help and exit.'
complete -c recvq -n '__recvq_is serve' -l color -r -a 'auto always never' -d 'Colour: auto (only on a terminal), always, never.'
complete -c recvq -n '__recvq_is serve' -l debug -d 'Show the stack trace of an error.'
complete -c recvq -n '__recvq_is serve' -l keep-alive -d 'app: await more requests after an answer.'
complete -c recvq -n '__recvq_is serve' -l max-frame -r -d 'app: longest content taken (64M).'
complete -c recvq -n '__recvq_is serve' -l sequential -d 'Serve one client at a time; the others wait to be accepted.'
complete -c recvq -n '__recvq_is serve' -l max-connections -r -d 'Serve so many at once; the others wait to be accepted.'
complete -c recvq -n '__recvq_is serve' -l idle-timeout -r -d 'Close a connection when nothing came for so long.'
complete -c recvq -n '__recvq_is serve' -l once -d 'End when the first connection has ended.'
complete -c recvq -n '__recvq_is serve' -l backlog -r -d 'How many may wait to be accepted (4096; see somaxconn).'
complete -c recvq -n '__recvq_is serve' -s v -l data -d 'Show the bytes that pass, too.'
complete -c recvq -n '__recvq_is serve' -s q -l quiet -d 'Say where it listens and no more.'
complete -c recvq -n '__recvq_is serve' -l json -d 'Events as NDJSON.'
complete -c recvq -n '__recvq_is serve' -l effect -r -d 'Misbehave; repeatable. See below.'
complete -c recvq -n '__recvq_is serve' -l stall -d 'Short for --effect stall@accept: never read.'
complete -c recvq -n '__recvq_is serve' -l every -r -d 'Misbehave on every K-th connection only.'
complete -c recvq -n '__recvq_is serve' -l probability -r -d 'Misbehave on a connection with this probability (1).'
complete -c recvq -n '__recvq_is serve' -l seed -r -d 'Of the choice and of random effects (0).'
complete -c recvq -n '__recvq_is serve' -l sndbuf -r -d 'SO_SNDBUF, set before connect or listen.'
complete -c recvq -n '__recvq_is serve' -l rcvbuf -r -d 'SO_RCVBUF, set before connect or listen.'
complete -c recvq -n '__recvq_is serve' -l nodelay -r -d 'TCP_NODELAY: true (preset) or false.'
complete -c recvq -n '__recvq_is serve' -l linger -r -d 'SO_LINGER; 0 makes close a reset.'
complete -c recvq -n '__recvq_is serve' -l reuseaddr -r -d 'SO_REUSEADDR: true (preset of servers) or false.'
complete -c recvq -n '__recvq_is serve' -l reuseport -d 'SO_REUSEPORT.'
complete -c recvq -n '__recvq_is serve' -l keepalive -d 'SO_KEEPALIVE.'
complete -c recvq -n '__recvq_is serve' -a 'echo app ack hello chat discard chargen'
complete -c recvq -n '__recvq_is serve' -a '(__recvq_ports)'

complete -c recvq -n '__recvq_is call' -s h -l help -d 'Show this help and exit.'
complete -c recvq -n '__recvq_is call' -l color -r -a 'auto always never' -d 'Colour: auto (only on a terminal), always, never.'
complete -c recvq -n '__recvq_is call' -l debug -d 'Show the stack trace of an error.'
complete -c recvq -n '__recvq_is call' -s n -l connections -r -d 'echo: so many connections at once.'
complete -c recvq -n '__recvq_is call' -s o -l output -r -F -d 'http: where the body goes; must not exist yet.'
complete -c recvq -n '__recvq_is call' -l hex -d 'raw: show what comes as a hex dump.'
complete -c recvq -n '__recvq_is call' -l timeout -r -d 'Give up connecting after this time (10s).'
complete -c recvq -n '__recvq_is call' -s v -l data -d 'Show connections and the bytes that pass, too.'
complete -c recvq -n '__recvq_is call' -l json -d 'Events and a result as NDJSON.'
complete -c recvq -n '__recvq_is call' -l effect -r -d 'Misbehave; repeatable. See below.'
complete -c recvq -n '__recvq_is call' -l stall -d 'Short for --effect stall@accept: never read.'
complete -c recvq -n '__recvq_is call' -l every -r -d 'Misbehave on every K-th connection only.'
complete -c recvq -n '__recvq_is call' -l probability -r -d 'Misbehave on a connection with this probability (1).'
complete -c recvq -n '__recvq_is call' -l seed -r -d 'Of the choice and of random effects (0).'
complete -c recvq -n '__recvq_is call' -l sndbuf -r -d 'SO_SNDBUF, set before connect or listen.'
complete -c recvq -n '__recvq_is call' -l rcvbuf -r -d 'SO_RCVBUF, set before connect or listen.'
complete -c recvq -n '__recvq_is call' -l nodelay -r -d 'TCP_NODELAY: true (preset) or false.'
complete -c recvq -n '__recvq_is call' -l linger -r -d 'SO_LINGER; 0 makes close a reset.'
complete -c recvq -n '__recvq_is call' -l reuseaddr -r -d 'SO_REUSEADDR: true (preset of servers) or false.'
complete -c recvq -n '__recvq_is call' -l reuseport -d 'SO_REUSEPORT.'
complete -c recvq -n '__recvq_is call' -l keepalive -d 'SO_KEEPALIVE.'
complete -c recvq -n '__recvq_is call' -a 'echo app ack hello chat http raw'
complete -c recvq -n '__recvq_is call' -a '(__recvq_ports)'

complete -c recvq -n '__recvq_is fill' -s h -l help -d 'Show this help and exit.'
complete -c recvq -n '__recvq_is fill' -l color -r -a 'auto always never' -d 'Colour: auto (only on a terminal), always, never.'
complete -c recvq -n '__recvq_is fill' -l debug -d 'Show the stack trace of an error.'
complete -c recvq -n '__recvq_is fill' -l settle -r -d 'Go on trying for so long after the first refusal (1s).'
complete -c recvq -n '__recvq_is fill' -l max-bytes -r -d 'End when so many bytes were taken without refusal.'
complete -c recvq -n '__recvq_is fill' -l chunk -r -d 'What one write offers (64k).'
complete -c recvq -n '__recvq_is fill' -l hold -d 'Keep the connection afterwards, until stopped.'
complete -c recvq -n '__recvq_is fill' -l timeout -r -d 'Give up connecting after this time (10s).'
complete -c recvq -n '__recvq_is fill' -l json -d 'The report as a JSON object.'
complete -c recvq -n '__recvq_is fill' -l sndbuf -r -d 'SO_SNDBUF, set before connect or listen.'
complete -c recvq -n '__recvq_is fill' -l rcvbuf -r -d 'SO_RCVBUF, set before connect or listen.'
complete -c recvq -n '__recvq_is fill' -l nodelay -r -d 'TCP_NODELAY: true (preset) or false.'
complete -c recvq -n '__recvq_is fill' -l linger -r -d 'SO_LINGER; 0 makes close a reset.'
complete -c recvq -n '__recvq_is fill' -l reuseaddr -r -d 'SO_REUSEADDR: true (preset of servers) or false.'
complete -c recvq -n '__recvq_is fill' -l reuseport -d 'SO_REUSEPORT.'
complete -c recvq -n '__recvq_is fill' -l keepalive -d 'SO_KEEPALIVE.'
complete -c recvq -n '__recvq_is fill' -a '(__recvq_ports)'

complete -c recvq -n '__recvq_is reproduce' -s h -l help -d 'Show this help and exit.'
complete -c recvq -n '__recvq_is reproduce' -l color -r -a 'auto always never' -d 'Colour: auto (only on a terminal), always, never.'
complete -c recvq -n '__recvq_is reproduce' -l debug -d 'Show the stack trace of an error.'
complete -c recvq -n '__recvq_is reproduce' -l settle -r -d 'Call it a plateau when nothing more was accepted for this long (1s).'
complete -c recvq -n '__recvq_is reproduce' -l timeout -r -d 'Bound on everything (30s).'
complete -c recvq -n '__recvq_is reproduce' -l max-bytes -r -d 'Give up filling after so many accepted bytes (1073741824).'
complete -c recvq -n '__recvq_is reproduce' -l sndbuf -r -d 'SO_SNDBUF of the sender; the kernel then no longer grows it.'
complete -c recvq -n '__recvq_is reproduce' -l rcvbuf -r -d 'SO_RCVBUF of the receiver; the kernel then no longer grows it.'
complete -c recvq -n '__recvq_is reproduce' -s w -r -F -d 'Keep the packets in this pcapng file.'
complete -c recvq -n '__recvq_is reproduce' -l no-capture -d 'Do not look at the wire.'
complete -c recvq -n '__recvq_is reproduce' -l json -d 'NDJSON: the time line, then the verdict.'

complete -c recvq -n '__recvq_is probe' -s h -l help -d 'Show this help and exit.'
complete -c recvq -n '__recvq_is probe' -l color -r -a 'auto always never' -d 'Colour: auto (only on a terminal), always, never.'
complete -c recvq -n '__recvq_is probe' -l debug -d 'Show the stack trace of an error.'
complete -c recvq -n '__recvq_is probe' -l udp -d 'UDP instead of TCP; silence is open|filtered.'
complete -c recvq -n '__recvq_is probe' -l banner -d 'Show what an open port says first.'
complete -c recvq -n '__recvq_is probe' -l tls -d 'Show TLS version, cipher and certificate.'
complete -c recvq -n '__recvq_is probe' -l frame -d 'Ask an open port in the framed protocol.'
complete -c recvq -n '__recvq_is probe' -s 4 -d 'IPv4 only.'
complete -c recvq -n '__recvq_is probe' -s 6 -d 'IPv6 only.'
complete -c recvq -n '__recvq_is probe' -l all-addresses -d 'Every address of a name, not the first.'
complete -c recvq -n '__recvq_is probe' -l timeout -r -d 'What a port is given, retries included (1s).'
complete -c recvq -n '__recvq_is probe' -l retries -r -d 'Attempts after the first before filtered is said (1; UDP 2).'
complete -c recvq -n '__recvq_is probe' -l deadline -r -d 'The time for everything, name look-ups included.'
complete -c recvq -n '__recvq_is probe' -l rate -r -d 'Attempts a second at most.'
complete -c recvq -n '__recvq_is probe' -l parallel -r -d 'Sockets at once at most (4096, or what the limits allow).'
complete -c recvq -n '__recvq_is probe' -l wait -r -d 'Try again until all ports are open (or as --expect says).'
complete -c recvq -n '__recvq_is probe' -l expect -r -a 'open closed filtered' -d 'Status 0 only if every port is open, closed or filtered.'
complete -c recvq -n '__recvq_is probe' -l all -d 'List every port (default up to 25 ports).'
complete -c recvq -n '__recvq_is probe' -l open -d 'List open ports only.'
complete -c recvq -n '__recvq_is probe' -l json -d 'NDJSON: a port a line, then a summary.'
complete -c recvq -n '__recvq_is probe' -a '(__fish_print_hostnames)'
complete -c recvq -n '__recvq_is probe' -a '(__recvq_ports)'
complete -c recvq -n '__recvq_is probe' -a 'serve call fill reproduce probe resolve bytes decode resolve bytes sockets why explain doctor help'

complete -c recvq -n '__recvq_is resolve' -s h -l help -d 'Show this help and exit.'
complete -c recvq -n '__recvq_is resolve' -l color -r -a 'auto always never' -d 'Colour: auto (only on a terminal), always, never.'
complete -c recvq -n '__recvq_is resolve' -l debug -d 'Show the stack trace of an error.'
complete -c recvq -n '__recvq_is resolve' -s 4 -d 'IPv4 addresses only.'
complete -c recvq -n '__recvq_is resolve' -s 6 -d 'IPv6 addresses only.'
complete -c recvq -n '__recvq_is resolve' -l reverse -d 'Look up the name of each address too.'
complete -c recvq -n '__recvq_is resolve' -l timeout -r -d 'Give up after this time (10s).'
complete -c recvq -n '__recvq_is resolve' -l json -d 'NDJSON: an address a line, then a resolution.'
complete -c recvq -n '__recvq_is resolve' -a '(__fish_print_hostnames)'
complete -c recvq -n '__recvq_is resolve' -a '(__recvq_ports)'

complete -c recvq -n '__recvq_is bytes' -s h -l help -d 'Show this help and exit.'
complete -c recvq -n '__recvq_is bytes' -l color -r -a 'auto always never' -d 'Colour: auto (only on a terminal), always, never.'
complete -c recvq -n '__recvq_is bytes' -l debug -d 'Show the stack trace of an error.'
complete -c recvq -n '__recvq_is bytes' -l as -r -a 'NUMBER HEX DUMP PYTHON TEXT RAW' -d 'Read it as number, hex, dump, python, text or raw, whatever it looks like.'
complete -c recvq -n '__recvq_is bytes' -l file -r -F -d 'The raw bytes of a file.'
complete -c recvq -n '__recvq_is bytes' -l json -d 'One JSON object.'

complete -c recvq -n '__recvq_is decode' -s h -l help -d 'Show this help and exit.'
complete -c recvq -n '__recvq_is decode' -l color -r -a 'auto always never' -d 'Colour: auto (only on a terminal), always, never.'
complete -c recvq -n '__recvq_is decode' -l debug -d 'Show the stack trace of an error.'
complete -c recvq -n '__recvq_is decode' -l frames -d 'A line a frame (the default).'
complete -c recvq -n '__recvq_is decode' -l packets -d 'A line a TCP packet, in the manner of tshark.'
complete -c recvq -n '__recvq_is decode' -l json -d 'JSON objects, one a line.'
complete -c recvq -n '__recvq_is decode' -l port -r -a '(__recvq_ports)' -d 'This is the server\'s port and all of its traffic is framed.'
complete -c recvq -n '__recvq_is decode' -l max-content -r -d 'Longest content of a frame (default: 64M).'
complete -c recvq -n '__recvq_is decode' -l strict -d 'Exit status 1 for malformed frames, gaps, or a file cut off.'
complete -c recvq -n '__recvq_is decode' -l verify-checksums -d 'Check them; wrong ones are a note, often of checksum offload.'
complete -c recvq -n '__recvq_is decode' -F

complete -c recvq -n '__recvq_is resolve' -s h -l help -d 'Show this help and exit.'
complete -c recvq -n '__recvq_is resolve' -l color -r -a 'auto always never' -d 'Colour: auto (only on a terminal), always, never.'
complete -c recvq -n '__recvq_is resolve' -l debug -d 'Show the stack trace of an error.'
complete -c recvq -n '__recvq_is resolve' -s 4 -d 'IPv4 addresses only.'
complete -c recvq -n '__recvq_is resolve' -s 6 -d 'IPv6 addresses only.'
complete -c recvq -n '__recvq_is resolve' -l reverse -d 'Look up the name of each address too.'
complete -c recvq -n '__recvq_is resolve' -l timeout -r -d 'Give up after this time (10s).'
complete -c recvq -n '__recvq_is resolve' -l json -d 'NDJSON: an address a line, then a resolution.'
complete -c recvq -n '__recvq_is resolve' -a '(__fish_print_hostnames)'
complete -c recvq -n '__recvq_is resolve' -a '(__recvq_ports)'

complete -c recvq -n '__recvq_is bytes' -s h -l help -d 'Show this help and exit.'
complete -c recvq -n '__recvq_is bytes' -l color -r -a 'auto always never' -d 'Colour: auto (only on a terminal), always, never.'
complete -c recvq -n '__recvq_is bytes' -l debug -d 'Show the stack trace of an error.'
complete -c recvq -n '__recvq_is bytes' -l as -r -a 'NUMBER HEX DUMP PYTHON TEXT RAW' -d 'Read it as number, hex, dump, python, text or raw, whatever it looks like.'
complete -c recvq -n '__recvq_is bytes' -l file -r -F -d 'The raw bytes of a file.'
complete -c recvq -n '__recvq_is bytes' -l json -d 'One JSON object.'

complete -c recvq -n '__recvq_is sockets' -s h -l help -d 'Show this help and exit.'
complete -c recvq -n '__recvq_is sockets' -l color -r -a 'auto always never' -d 'Colour: auto (only on a terminal), always, never.'
complete -c recvq -n '__recvq_is sockets' -l debug -d 'Show the stack trace of an error.'
complete -c recvq -n '__recvq_is sockets' -s a -l all -d 'Also UDP, Unix and raw sockets.'
complete -c recvq -n '__recvq_is sockets' -s t -l tcp -d 'TCP sockets (the default).'
complete -c recvq -n '__recvq_is sockets' -s u -l udp -d 'UDP sockets.'
complete -c recvq -n '__recvq_is sockets' -s x -l unix -d 'Unix-domain sockets.'
complete -c recvq -n '__recvq_is sockets' -s w -l raw -d 'Raw sockets.'
complete -c recvq -n '__recvq_is sockets' -l port -r -a '(__recvq_ports)' -d 'With this port at either end.'
complete -c recvq -n '__recvq_is sockets' -l state -r -d 'In this state.'
complete -c recvq -n '__recvq_is sockets' -l pid -r -d 'Held by this process.'
complete -c recvq -n '__recvq_is sockets' -l netns -r -d 'Of another network namespace: name, pid or path.'
complete -c recvq -n '__recvq_is sockets' -l source -r -a 'auto sock_diag proc' -d 'Who is asked: auto, sock_diag, proc (auto).'
complete -c recvq -n '__recvq_is sockets' -s p -l owners -d 'User, process and descriptor (always in JSON).'
complete -c recvq -n '__recvq_is sockets' -s i -l info -d 'TCP\'s own numbers.'
complete -c recvq -n '__recvq_is sockets' -s m -l memory -d 'Buffers, limits, drops.'
complete -c recvq -n '__recvq_is sockets' -l pairs -d 'Both ends of a local connection on one row.'
complete -c recvq -n '__recvq_is sockets' -l group -r -a 'STATE PROCESS PEER PORT USER' -d 'Counts by state, process, peer, port or user.'
complete -c recvq -n '__recvq_is sockets' -l sort -r -a 'RECVQ SENDQ LOCAL REMOTE PORT STATE PROTO PROCESS PID UID RTT RETRANS' -d 'By recvq, sendq, local, remote, port, state, proto, process, pid, uid, rtt, retrans.'
complete -c recvq -n '__recvq_is sockets' -s r -l reverse -d 'The other way round.'
complete -c recvq -n '__recvq_is sockets' -l json -d 'NDJSON: a socket a line.'

complete -c recvq -n '__recvq_is why' -s h -l help -d 'Show this help and exit.'
complete -c recvq -n '__recvq_is why' -l color -r -a 'auto always never' -d 'Colour: auto (only on a terminal), always, never.'
complete -c recvq -n '__recvq_is why' -l debug -d 'Show the stack trace of an error.'
complete -c recvq -n '__recvq_is why' -l for -r -d 'How long to watch (2s).'
complete -c recvq -n '__recvq_is why' -l chart -d 'Draw queues, window, round trip and losses over time.'
complete -c recvq -n '__recvq_is why' -l netns -r -d 'In another network namespace: name, pid or path.'
complete -c recvq -n '__recvq_is why' -l json -d 'NDJSON: a verdict a line.'
complete -c recvq -n '__recvq_is why' -a '(__recvq_ports)'

complete -c recvq -n '__recvq_is explain' -s h -l help -d 'Show this help and exit.'
complete -c recvq -n '__recvq_is explain' -l color -r -a 'auto always never' -d 'Colour: auto (only on a terminal), always, never.'
complete -c recvq -n '__recvq_is explain' -l debug -d 'Show the stack trace of an error.'
complete -c recvq -n '__recvq_is explain' -s s -l search -d 'List the entries that contain the words.'
complete -c recvq -n '__recvq_is explain' -l json -d 'One JSON object for each entry.'
complete -c recvq -n '__recvq_is explain' -a 'EAGAIN EADDRINUSE EADDRNOTAVAIL ECONNREFUSED ECONNRESET EPIPE ETIMEDOUT ECONNABORTED EHOSTUNREACH ENETUNREACH ENETDOWN EHOSTDOWN ENETRESET EINPROGRESS EALREADY EISCONN ENOTCONN ESHUTDOWN EINTR EMFILE ENFILE ENOBUFS ENOMEM EMSGSIZE EACCES EPERM EINVAL EBADF ENOTSOCK EAFNOSUPPORT EPROTONOSUPPORT EPROTOTYPE EPROTO EOPNOTSUPP ENOPROTOOPT EDESTADDRREQ EFAULT EIO ENOSPC ENOENT ENODEV EBUSY EEXIST ENOTDIR EISDIR EFBIG EROFS ENAMETOOLONG LISTEN SYN-SENT SYN-RECEIVED ESTABLISHED FIN-WAIT-1 FIN-WAIT-2 CLOSE-WAIT LAST-ACK CLOSING TIME-WAIT CLOSED Proto Recv-Q Send-Q State PID uid inode Timer FD skmem rtt rttvar min_rtt rto ato cwnd ssthresh mss pmtu unacked sacked lost retrans retransmits backoff bytes_acked bytes_received bytes_sent bytes_retrans segs_out notsent busy rwnd_limited sndbuf_limited delivery_rate pacing_rate snd_wnd rcv_space rcv_ooopack wscale lastsnd retransmission fast-retransmission out-of-order dup-ack previous-segment-lost acked-unseen zero-window zero-window-probe zero-window-probe-ack window-full window-update keep-alive keep-alive-ack reused-port malformed bad-json bad-utf8 missing-header bad-content-length bad-content too-large truncated gap stall throttle delay slice reset close corrupt moments tcp_rmem tcp_wmem tcp_mem rmem_max wmem_max somaxconn tcp_max_syn_backlog tcp_syncookies tcp_abort_on_overflow tcp_syn_retries tcp_synack_retries tcp_retries2 tcp_orphan_retries tcp_fin_timeout tcp_tw_reuse tcp_keepalive_time ip_local_port_range ip_unprivileged_port_start ping_group_range bindv6only tcp_slow_start_after_idle tcp_congestion_control accept-queue window backpressure half-close Nagle delayed-ack ephemeral-port localhost blocking byte-order frame open closed filtered unreachable receiver sender network dead-peer exit-status'

complete -c recvq -n '__recvq_is doctor' -s h -l help -d 'Show this help and exit.'
complete -c recvq -n '__recvq_is doctor' -l color -r -a 'auto always never' -d 'Colour: auto (only on a terminal), always, never.'
complete -c recvq -n '__recvq_is doctor' -l debug -d 'Show the stack trace of an error.'

complete -c recvq -n '__recvq_is help' -s h -l help -d 'Show this help and exit.'
complete -c recvq -n '__recvq_is help' -l color -r -a 'auto always never' -d 'Colour: auto (only on a terminal), always, never.'
complete -c recvq -n '__recvq_is help' -l debug -d 'Show the stack trace of an error.'
complete -c recvq -n '__recvq_is help' -a 'serve call fill reproduce probe resolve bytes decode resolve bytes sockets why explain doctor help'
