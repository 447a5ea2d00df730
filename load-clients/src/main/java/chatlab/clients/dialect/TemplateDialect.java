package chatlab.clients.dialect;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A dialect that is made of templates, as {@code docs/dialects.md} describes them.
 *
 * @param path null: the target's
 * @param opening what a client says first
 * @param welcome how the frame begins that says that a client is in; null: there is none
 * @param move what a client says to move to another room; empty: there is no way to
 * @param message what a message is
 * @param answers what has to be answered, by how it begins
 * @param refusals how frames begin that say that something was wrong
 * @param echoes whether who sends a message receives it, too
 */
record TemplateDialect(
        String name,
        List<HttpStep> httpSteps,
        @Nullable Template path,
        List<Template> opening,
        @Nullable Template welcome,
        List<Template> move,
        Template message,
        Map<String, Template> answers,
        List<String> refusals,
        boolean echoes)
        implements Dialect {
    /** A name or a room in a place. */
    private static final int MOST_BYTES_OF_A_PLACE = 20;

    private static final Heard WELCOME = new Heard.Welcome();
    private static final Heard NOTHING = new Heard.Nothing();

    TemplateDialect {
        httpSteps = List.copyOf(httpSteps);
        opening = List.copyOf(opening);
        move = List.copyOf(move);
        answers = Collections.unmodifiableMap(new LinkedHashMap<>(answers)); // the first that fits counts
        refusals = List.copyOf(refusals);
    }

    @Override
    public boolean hasPath() {
        return path != null;
    }

    @Override
    public String path(String targets, Persona who) {
        return path == null ? targets : path.of(who);
    }

    @Override
    public List<byte[]> opening(Persona who) {
        return opening.stream().map(template -> utf8(template.of(who))).toList();
    }

    @Override
    public List<byte[]> moving(Persona who) {
        return move.stream().map(template -> utf8(template.of(who))).toList();
    }

    @Override
    public boolean canMove() {
        return !move.isEmpty();
    }

    @Override
    public List<byte[]> leaving() {
        return List.of();
    }

    @Override
    public boolean entersUnanswered() {
        return welcome == null;
    }

    @Override
    public MessageForm message(Persona who) {
        return message.form(who, false);
    }

    @Override
    public int mostBytesAround() {
        return 4 * Template.LONGEST
                + Template.MOST_PLACES * MOST_BYTES_OF_A_PLACE; // a character has at most four bytes
    }

    @Override
    public Heeds heeds(Persona who) {
        List<String> beginnings = new ArrayList<>(answers.keySet());
        beginnings.addAll(refusals);
        if (welcome != null) {
            beginnings.add(welcome.of(who));
        }
        return new Heeds(beginnings);
    }

    @Override
    public Heard hear(byte[] bytes, int from, int to, Persona who) {
        String said = new String(bytes, from, to - from, StandardCharsets.UTF_8);
        if (welcome != null && said.startsWith(welcome.of(who))) {
            return WELCOME;
        }
        for (Map.Entry<String, Template> answer : answers.entrySet()) {
            if (said.startsWith(answer.getKey())) {
                return new Heard.Call(utf8(answer.getValue().of(who)));
            }
        }
        return refusals.stream()
                .filter(said::startsWith)
                .findFirst()
                .<Heard>map(refusal -> new Heard.Refusal(refusal, said.strip(), false))
                .orElse(NOTHING);
    }

    @Override
    public boolean keepsLengths() {
        return false;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
