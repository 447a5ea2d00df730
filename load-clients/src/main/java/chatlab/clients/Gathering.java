package chatlab.clients;

import chatlab.clients.behaviour.Cast;
import chatlab.clients.connection.Fleet;
import chatlab.clients.connection.Joining;
import chatlab.clients.connection.Target;
import chatlab.clients.schedule.Participants;
import chatlab.clients.schedule.TurnSchedule;
import chatlab.generator.admin.Blame;
import chatlab.generator.admin.Failure;
import chatlab.generator.summary.Judge;
import chatlab.generator.watch.SelfWatch;
import chatlab.process.StopSignal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Gets everybody connected and into their rooms before the first message; if that can't be done, says why and whose doing it is.
 *
 * @param watch of the generator since before the first connect
 * @param grace how long clients have to join beyond the time in which they begin to connect
 */
record Gathering(LoadConfig config, StopSignal stop, Fleet fleet, SelfWatch watch, Duration grace) {
    private static final long POLL_MILLIS = 10;

    /**
     * Connects everybody, or as many as there are when the program is asked to stop.
     *
     * @return how long it took, in seconds
     * @throws FailedException if somebody could not join
     */
    double connect() throws InterruptedException {
        List<InetSocketAddress> targets = new ArrayList<>();
        for (Target target : config.targets().all()) {
            targets.add(resolve(target));
        }
        long startNs = System.nanoTime();
        Cast cast = config.cast();
        int clients = cast.played();
        int loops = config.eventLoops();
        double rate = config.traffic().connectRate();
        fleet.connect(
                targets,
                cast.shard()
                        .own(TurnSchedule.once(
                                rate,
                                new Participants(
                                        cast.clients(),
                                        cast.shard().allLoops(loops),
                                        client -> cast.shard().amongAllLoops(client, loops)),
                                config.traffic().seed())));
        double patience = cast.clients() / rate + grace.toMillis() / 1e3;
        Joining joining = fleet.joining();
        while (joining.connected() < clients && !stop.await(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
            boolean nobodyThere = joining.failed() > 0 && joining.established() == 0;
            boolean allTried = joining.attempted() == clients && joining.joined() + joining.failed() == clients;
            boolean over = seconds(startNs) > patience;
            if (nobodyThere || (allTried && joining.connected() < clients) || over) {
                throw notEverybody(String.format(Locale.ROOT, "after %.1f s", seconds(startNs)));
            }
        }
        return seconds(startNs);
    }

    /** @throws FailedException if somebody has left again */
    void requireAllPresent() {
        if (fleet.joining().connected() < config.cast().played()) {
            throw notEverybody("at the barrier");
        }
    }

    private InetSocketAddress resolve(Target target) {
        try {
            InetAddress address = InetAddress.getByName(target.host());
            config.sources().unfitFor(address).ifPresent(source -> {
                throw new FailedException(new Failure(
                        Blame.GENERATOR,
                        "SOURCE_ADDRESSES names " + source + ", from which TARGET " + target + ", "
                                + address.getHostAddress() + ", can't be reached: both have to be IPv4 or both IPv6."));
            });
            return new InetSocketAddress(address, target.port());
        } catch (UnknownHostException e) {
            throw new FailedException(new Failure(
                    Blame.GENERATOR,
                    "TARGET is '" + target + "', but the host " + target.host() + " can't be resolved."));
        }
    }

    private FailedException notEverybody(String when) {
        Joining joining = fleet.joining();
        Failure why = why(joining);
        return new FailedException(new Failure(
                why.blame(),
                "TARGET " + config.targets() + " has " + joining.connected() + " of "
                        + config.cast().played() + " clients connected " + when
                        + ", but all are needed before the first message; " + why.text() + "."));
    }

    private Failure why(Joining joining) {
        @Nullable Failure first = joining.firstFailure();
        if (first == null ? joining.closed().isEmpty() : first.late()) {
            Optional<String> shortage = Judge.shortageOfCpu(watch.end());
            if (shortage.isPresent()) {
                return new Failure(Blame.GENERATOR, "the generator had too little CPU: " + shortage.get());
            }
        }
        if (first != null) {
            return new Failure(first.blame(), "the first that failed: " + first.text());
        }
        if (!joining.closed().isEmpty()) {
            return new Failure(Blame.SERVER, "connections ended: " + joining.closed());
        }
        int clients = config.cast().played();
        return joining.attempted() < clients
                ? new Failure(Blame.GENERATOR, "only " + joining.attempted() + " had begun to connect")
                : new Failure(
                        Blame.SERVER,
                        joining.established() + " connections were made, " + joining.joined()
                                + " of them were answered with welcome");
    }

    private static double seconds(long sinceNs) {
        return (System.nanoTime() - sinceNs) / 1e9;
    }
}
