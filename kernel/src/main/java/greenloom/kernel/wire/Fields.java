package greenloom.kernel.wire;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Typed reading of JSON that somebody else wrote. A field that is missing or null has its default. */
public final class Fields {
    private final JsonObject object;

    private Fields(JsonObject object) {
        this.object = object;
    }

    /** The fields of {@code object}. */
    public static Fields of(JsonObject object) {
        return new Fields(object);
    }

    /** The string {@code name}. */
    public String text(String name, String otherwise) throws InvalidField {
        JsonPrimitive value = primitive(name, "a string", JsonPrimitive::isString);
        return value == null ? otherwise : value.getAsString();
    }

    /** The boolean {@code name}. */
    public boolean flag(String name, boolean otherwise) throws InvalidField {
        JsonPrimitive value = primitive(name, "true or false", JsonPrimitive::isBoolean);
        return value == null ? otherwise : value.getAsBoolean();
    }

    /** The whole number {@code name}. */
    public int number(String name, int otherwise) throws InvalidField {
        JsonPrimitive value = primitive(name, "a whole number", JsonPrimitive::isNumber);
        if (value == null) {
            return otherwise;
        }
        try {
            return Math.toIntExact((long) value.getAsDouble());
        } catch (ArithmeticException | NumberFormatException e) {
            throw new InvalidField(name, "a whole number of 32 bits");
        }
    }

    /** The object {@code name}, empty where there is none. */
    public JsonObject object(String name) throws InvalidField {
        JsonElement value = object.get(name);
        if (value == null || value.isJsonNull()) {
            return new JsonObject();
        }
        if (!value.isJsonObject()) {
            throw new InvalidField(name, "an object");
        }
        return value.getAsJsonObject();
    }

    private @Nullable JsonPrimitive primitive(String name, String expected, Predicate<JsonPrimitive> type)
            throws InvalidField {
        JsonElement value = object.get(name);
        if (value == null || value.isJsonNull()) {
            return null;
        }
        if (!value.isJsonPrimitive() || !type.test(value.getAsJsonPrimitive())) {
            throw new InvalidField(name, expected);
        }
        return value.getAsJsonPrimitive();
    }
}
