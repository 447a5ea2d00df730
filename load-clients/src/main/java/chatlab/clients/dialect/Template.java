package chatlab.clients.dialect;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A text with places in it for what differs: {@code %c} the client's name, {@code %r} its room, {@code %t} its token,
 * {@code %p} a message's payload, {@code %n} the payload's length in bytes, {@code %%} a percent sign.
 */
public final class Template {
    /** A longer text is no template. */
    static final int LONGEST = 1_000;

    /** Each place takes some twenty bytes at most, but for the token. */
    static final int MOST_PLACES = 20;

    /** A piece of it. */
    sealed interface Part {}

    private record Text(String text) implements Part {}

    /** What differs. */
    enum Place implements Part {
        CLIENT('c'),
        ROOM('r'),
        TOKEN('t'),
        PAYLOAD('p'),
        LENGTH('n');

        private final char letter;

        Place(char letter) {
            this.letter = letter;
        }

        @Override
        public String toString() {
            return "%" + letter;
        }
    }

    private final List<Part> parts;

    private Template(List<Part> parts) {
        this.parts = parts;
    }

    /**
     * Reads one.
     *
     * @param allowed what it may have places for
     * @throws IllegalArgumentException with what is wrong, as the end of a sentence that begins with the text
     */
    static Template parse(String text, Set<Place> allowed) {
        if (text.length() > LONGEST) {
            throw new IllegalArgumentException(
                    "has " + text.length() + " characters, but it has to have at most " + LONGEST);
        }
        List<Part> parts = new ArrayList<>();
        StringBuilder literal = new StringBuilder();
        int at = 0;
        for (int sign = text.indexOf('%'); sign >= 0; sign = text.indexOf('%', at)) {
            literal.append(text, at, sign);
            String letter = text.substring(sign + 1, Math.min(sign + 2, text.length()));
            if (letter.equals("%")) {
                literal.append('%');
            } else {
                parts.add(new Text(literal.toString()));
                literal.setLength(0);
                parts.add(place(letter, allowed));
            }
            at = Math.min(sign + 2, text.length());
        }
        parts.add(new Text(literal.append(text, at, text.length()).toString()));
        if (parts.size() > 2 * MOST_PLACES + 1) {
            throw new IllegalArgumentException("has more than " + MOST_PLACES + " places");
        }
        return new Template(List.copyOf(parts));
    }

    private static Place place(String letter, Set<Place> allowed) {
        return Stream.of(Place.values())
                .filter(allowed::contains)
                .filter(place -> place.toString().equals("%" + letter))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(String.format(
                        Locale.ROOT,
                        "has '%%%s', but there it may have %s and %%%%",
                        letter,
                        allowed.stream().sorted().map(Place::toString).collect(Collectors.joining(", ")))));
    }

    /** How often it has a place for that. */
    long count(Place place) {
        return parts.stream().filter(part -> part == place).count();
    }

    /** The text for a client; it has no place for a payload. */
    String of(Persona who) {
        return parts.stream().map(part -> text(part, who)).collect(Collectors.joining());
    }

    /** The form of a client's messages. */
    MessageForm form(Persona who, boolean sizeIsOfAll) {
        List<String> texts = new ArrayList<>();
        List<Boolean> payloads = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        for (Part part : parts) {
            if (part == Place.PAYLOAD || part == Place.LENGTH) {
                texts.add(text.toString());
                text.setLength(0);
                payloads.add(part == Place.PAYLOAD);
            } else {
                text.append(text(part, who));
            }
        }
        texts.add(text.toString());
        return new MessageForm(texts, payloads, sizeIsOfAll);
    }

    private static String text(Part part, Persona who) {
        return switch (part) {
            case Text text -> text.text();
            case Place place ->
                switch (place) {
                    case CLIENT -> who.name();
                    case ROOM -> who.room();
                    case TOKEN -> who.token();
                    case PAYLOAD, LENGTH -> throw new IllegalStateException(place + " in what is no message");
                };
        };
    }
}
