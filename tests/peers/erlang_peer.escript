#!/usr/bin/env escript
%% Erlang's gen_sctp, which is the kernel's one-to-many socket.
%%   escript erlang_peer.escript client HOST PORT    exchanges with an echo server, every echo checked
%%   escript erlang_peer.escript server HOST PORT    echoes with stream, PPID and ordering flag
-include_lib("kernel/include/inet_sctp.hrl").
-mode(compile).

-define(STREAMS, 10).
-define(WINDOW, 16).
-define(BUFFER, 1048576).
-define(WAIT, 15000).

main([Mode, Host, Port]) when Mode =:= "client"; Mode =:= "server" ->
    {ok, Address} = inet:parse_address(Host),
    try run(Mode, Address, list_to_integer(Port))
    catch Class:Reason -> io:format(standard_error, "FAILED ~p: ~p~n", [Class, Reason]), halt(1)
    end;
main(_) ->
    io:format(standard_error, "usage: erlang_peer.escript client|server HOST PORT~n", []),
    halt(2).

run("client", Address, Port) -> client(Address, Port);
run("server", Address, Port) -> server(Address, Port).

family(Address) when tuple_size(Address) =:= 8 -> inet6;
family(_) -> inet.

options(Address, Streams) ->
    [family(Address), binary, {active, false}, {recbuf, ?BUFFER}, {sndbuf, ?BUFFER}, {buffer, ?BUFFER}, {sctp_nodelay, true},
     {sctp_initmsg, #sctp_initmsg{num_ostreams = Streams, max_instreams = Streams}},
     {sctp_events, #sctp_event_subscribe{data_io_event = true, association_event = true, shutdown_event = true}}].

client(Address, Port) ->
    {ok, Socket} = gen_sctp:open(options(Address, ?STREAMS)),
    {ok, Change} = gen_sctp:connect(Socket, Address, Port, []),
    #sctp_assoc_change{state = comm_up, assoc_id = Id} = Change,
    rand:seed(exsss, 1),
    Count = lists:sum([exchange(Socket, Id, Name, Messages) || {Name, Messages} <- classes()]),
    ok = gen_sctp:eof(Socket, Change),
    ended(Socket),
    io:format("OK ~p messages~n", [Count]).

ppids() -> [0, 3, 46, 60, 16#01020304, 16#80000000, 16#FFFFFFFF].

%% A message is {Stream, Ppid, Unordered, Data}.
classes() ->
    Sizes = [1, 2, 3, 4, 5, 63, 64, 1024, 1453, 4096, 16384],
    [{"sizes", [{N rem ?STREAMS, 46, U, rand:bytes(N)} || N <- Sizes, U <- [false, true]]},
     {"ppids", [{0, P, U, rand:bytes(40)} || P <- ppids(), U <- [false, true]]},
     {"mixed", [{rand:uniform(?STREAMS) - 1, lists:nth(rand:uniform(7), ppids()), rand:uniform(3) =:= 1,
                 rand:bytes(rand:uniform(5000))} || _ <- lists:seq(1, 500)]}].

exchange(Socket, Id, Name, Messages) ->
    loop(Socket, Id, Messages, []),
    io:format("~s: ~p messages~n", [Name, length(Messages)]),
    length(Messages).

loop(_, _, [], []) -> ok;
loop(Socket, Id, [Message | Rest], Waiting) when length(Waiting) < ?WINDOW ->
    send(Socket, Id, Message),
    loop(Socket, Id, Rest, Waiting ++ [Message]);
loop(Socket, Id, Messages, Waiting) ->
    {_, Echo} = receive_message(Socket),
    loop(Socket, Id, Messages, check(Echo, Waiting)).

%% An ordered echo must be the oldest one of its stream, an unordered one any of them.
check({Stream, _, Unordered, _} = Echo, Waiting) ->
    Candidates = [M || {S, _, U, _} = M <- Waiting, S =:= Stream, U =:= Unordered],
    Expected = case Unordered of true -> Candidates; false -> lists:sublist(Candidates, 1) end,
    case lists:member(Echo, Expected) of
        true -> lists:delete(Echo, Waiting);
        false -> error({unexpected_echo, short(Echo), [short(M) || M <- Expected]})
    end.

short({Stream, Ppid, Unordered, Data}) -> {Stream, Ppid, Unordered, byte_size(Data)}.

flags(true) -> [unordered];
flags(false) -> [].

send(Socket, Id, {Stream, Ppid, Unordered, Data}) ->
    Info = #sctp_sndrcvinfo{stream = Stream, ppid = Ppid, flags = flags(Unordered), assoc_id = Id},
    ok = gen_sctp:send(Socket, Info, Data).

%% gen_sctp does not show MSG_EOR: {buffer} above must hold a whole message.
receive_message(Socket) ->
    case gen_sctp:recv(Socket, ?WAIT) of
        {ok, {_, _, [#sctp_sndrcvinfo{stream = Stream, ppid = Ppid, flags = Flags, assoc_id = Id}], Data}} when is_binary(Data) ->
            {Id, {Stream, Ppid, lists:member(unordered, Flags), Data}};
        {ok, {_, _, _, Event}} -> {event, Event};
        {error, Reason} -> error({recv, Reason})
    end.

ended(Socket) ->
    case receive_message(Socket) of
        {event, #sctp_assoc_change{state = shutdown_comp}} -> gen_sctp:close(Socket);
        {event, _} -> ended(Socket)
    end.

server(Address, Port) ->
    {ok, Socket} = gen_sctp:open([{ip, Address}, {port, Port}, {reuseaddr, true} | options(Address, 1024)]),
    ok = gen_sctp:listen(Socket, true),
    io:format("listening on ~s port ~p~n", [inet:ntoa(Address), Port]),
    serve(Socket).

serve(Socket) ->
    case gen_sctp:recv(Socket) of
        {ok, {_, _, [#sctp_sndrcvinfo{} = In], Data}} when is_binary(Data) ->
            Unordered = lists:member(unordered, In#sctp_sndrcvinfo.flags),
            echo(gen_sctp:send(Socket, #sctp_sndrcvinfo{stream = In#sctp_sndrcvinfo.stream, ppid = In#sctp_sndrcvinfo.ppid,
                 flags = flags(Unordered), assoc_id = In#sctp_sndrcvinfo.assoc_id}, Data));
        {ok, {_, _, _, #sctp_assoc_change{state = State, assoc_id = Id}}} -> io:format("association ~p: ~p~n", [Id, State]);
        {ok, _} -> ok;
        {error, Reason} -> io:format("recv: ~p~n", [Reason])
    end,
    serve(Socket).

echo(ok) -> ok;
echo({error, Reason}) -> io:format("send: ~p~n", [Reason]).
