// The JDK's SCTP (com.sun.nio.sctp, needs libsctp.so.1), in one file.
//   java JavaPeer.java client HOST PORT      exchanges with an echo server, every echo checked
//   java JavaPeer.java server HOST PORT      echoes with stream, PPID and ordering flag
import com.sun.nio.sctp.*;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.*;

public final class JavaPeer {
    static final int BUFFER = 1 << 20, STREAMS = 10, WINDOW = 16;
    static final int[] SIZES = {1, 2, 3, 4, 5, 63, 64, 1024, 1453, 4096, 16384};
    static final int[] PPIDS = {0, 3, 46, 60, 0x01020304, 0x80000000, 0xFFFFFFFF};

    record Sent(int stream, int ppid, boolean unordered, byte[] data) {}

    /** Prints what the association tells; without a handler the JDK drops notifications silently. */
    static final class Events extends AbstractNotificationHandler<String> {
        @Override public HandlerResult handleNotification(AssociationChangeNotification n, String who) {
            System.out.println(who + ": " + n.event());
            return HandlerResult.CONTINUE;
        }
        @Override public HandlerResult handleNotification(ShutdownNotification n, String who) {
            System.out.println(who + ": peer shutdown");
            return HandlerResult.CONTINUE;
        }
    }

    static void setBuffers(SctpChannel channel) throws IOException {
        channel.setOption(SctpStandardSocketOptions.SCTP_NODELAY, true);
        channel.setOption(SctpStandardSocketOptions.SO_RCVBUF, BUFFER);
        channel.setOption(SctpStandardSocketOptions.SO_SNDBUF, BUFFER);
    }

    // The JDK itself turns the PPID between host order (here) and network order (on the wire); see README.md.
    static void send(SctpChannel channel, int stream, int ppid, boolean unordered, ByteBuffer data) throws IOException {
        MessageInfo info = MessageInfo.createOutgoing(null, stream).payloadProtocolID(ppid).unordered(unordered).complete(true);
        channel.send(data, info);
    }

    /** The next message's parts are gathered in the buffer; null at the end of the association. */
    static MessageInfo receive(SctpChannel channel, ByteBuffer buffer, String who) throws IOException {
        buffer.clear();
        while (true) {
            MessageInfo info = channel.receive(buffer, who, new Events());
            if (info == null || info.bytes() == -1) return null;
            if (info.isComplete()) {
                buffer.flip();
                return info;
            }
        }
    }

    static final class Client {
        final SctpChannel channel;
        final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
        final Map<String, ArrayDeque<Sent>> waiting = new HashMap<>();
        int flight, total;

        Client(InetSocketAddress address) throws IOException {
            channel = SctpChannel.open();
            setBuffers(channel);
            channel.setOption(SctpStandardSocketOptions.SCTP_INIT_MAXSTREAMS, SctpStandardSocketOptions.InitMaxStreams.create(STREAMS, STREAMS));
            channel.connect(address);
        }

        static String key(int stream, boolean unordered) { return stream + (unordered ? " unordered" : " ordered"); }

        void send(Sent message) throws IOException {
            while (flight >= WINDOW) check();
            JavaPeer.send(channel, message.stream, message.ppid, message.unordered, ByteBuffer.wrap(message.data));
            waiting.computeIfAbsent(key(message.stream, message.unordered), k -> new ArrayDeque<>()).add(message);
            flight++;
        }

        void check() throws IOException {
            MessageInfo info = receive(channel, buffer, "client");
            if (info == null) throw new IOException("the peer ended the association, " + flight + " echoes missing");
            byte[] data = new byte[buffer.remaining()];
            buffer.get(data);
            String key = key(info.streamNumber(), info.isUnordered());
            ArrayDeque<Sent> queue = waiting.getOrDefault(key, new ArrayDeque<>());
            Iterator<Sent> candidates = queue.iterator();
            while (candidates.hasNext()) {
                Sent sent = candidates.next();
                if (sent.ppid == info.payloadProtocolID() && Arrays.equals(sent.data, data)) {
                    candidates.remove();
                    flight--;
                    total++;
                    return;
                }
                if (!sent.unordered) break;
            }
            throw new IOException("unexpected echo: stream " + key + " ppid " + Integer.toHexString(info.payloadProtocolID()) + ", " + data.length + " bytes");
        }

        void finish(String name) throws IOException {
            while (flight > 0) check();
            System.out.println(name + ": " + total + " messages so far");
        }
    }

    static void client(InetSocketAddress address) throws IOException {
        Client client = new Client(address);
        Random random = new Random(1);
        for (int i = 0; i < SIZES.length * 2; i++) {
            byte[] data = new byte[SIZES[i / 2]];
            random.nextBytes(data);
            client.send(new Sent(i % STREAMS, 46, i % 2 == 1, data));
        }
        client.finish("sizes");
        for (int ppid : PPIDS) client.send(new Sent(0, ppid, false, ("ppid " + Integer.toHexString(ppid)).getBytes()));
        client.finish("ppids");
        for (int i = 0; i < 500; i++) {
            byte[] data = new byte[1 + random.nextInt(5000)];
            random.nextBytes(data);
            client.send(new Sent(random.nextInt(STREAMS), PPIDS[random.nextInt(PPIDS.length)], random.nextBoolean(), data));
        }
        client.finish("mixed");
        client.channel.shutdown();
        if (receive(client.channel, client.buffer, "client") != null) throw new IOException("a message after everything was echoed");
        client.channel.close();
        System.out.println("OK " + client.total + " messages");
    }

    static void echo(SctpChannel channel) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
        String name = "association";
        try (channel) {
            for (MessageInfo info; (info = receive(channel, buffer, name)) != null;)
                send(channel, info.streamNumber(), info.payloadProtocolID(), info.isUnordered(), buffer);
        } catch (IOException e) {
            System.out.println(name + ": " + e.getMessage());
        }
    }

    static void server(InetSocketAddress address) throws IOException {
        SctpServerChannel listener = SctpServerChannel.open();
        listener.setOption(SctpStandardSocketOptions.SCTP_INIT_MAXSTREAMS, SctpStandardSocketOptions.InitMaxStreams.create(1024, 1024));
        listener.bind(address, 1024);
        System.out.println("listening on " + address);
        while (true) {
            SctpChannel channel = listener.accept();
            channel.setOption(SctpStandardSocketOptions.SCTP_NODELAY, true);
            new Thread(() -> echo(channel)).start();
        }
    }

    public static void main(String[] args) throws IOException {
        if (args.length != 3 || !(args[0].equals("client") || args[0].equals("server"))) {
            System.err.println("usage: java JavaPeer.java client|server HOST PORT");
            System.exit(2);
        }
        InetSocketAddress address = new InetSocketAddress(args[1], Integer.parseInt(args[2]));
        try {
            if (args[0].equals("server")) server(address);
            else client(address);
        } catch (IOException e) {
            System.err.println("FAILED " + e);
            System.exit(1);
        }
    }
}
