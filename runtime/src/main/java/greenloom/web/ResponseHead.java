package greenloom.web;

import java.util.Map;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.http.PreEncodedHttpField;

/** The head of a response as Jetty's generator wants it. How the body is framed is the generator's business: fields that say so are left out. */
final class ResponseHead {
    private static final HttpField TEXT = new PreEncodedHttpField(HttpHeader.CONTENT_TYPE, "text/plain; charset=utf-8");
    private static final HttpField HTML = new PreEncodedHttpField(HttpHeader.CONTENT_TYPE, "text/html; charset=utf-8");
    private static final HttpField JSON = new PreEncodedHttpField(HttpHeader.CONTENT_TYPE, "application/json");
    private static final HttpField CHUNKED = new PreEncodedHttpField(HttpHeader.TRANSFER_ENCODING, "chunked");
    private static final int NO_CONTENT = 204;
    private static final int NOT_MODIFIED = 304;
    private static final int FIELDS = 8;

    private ResponseHead() {}

    static MetaData.Response of(Response response, HttpVersion version) {
        HttpFields.Mutable fields = HttpFields.build(FIELDS);
        if (!response.rawHeaders().has("Date")) {
            fields.add(Dates.now());
        }
        long length = response.body() instanceof Body.Piece piece ? piece.length() : -1;
        for (Map.Entry<String, String> entry : response.rawHeaders().fields()) {
            HttpField field = field(entry.getKey(), entry.getValue());
            if (field.getHeader() == HttpHeader.CONTENT_LENGTH) {
                length = response.body() instanceof Body.Stream ? field.getLongValue() : length;
            } else if (field.getHeader() != HttpHeader.TRANSFER_ENCODING) {
                fields.add(field);
            }
        }
        if (length < 0 && response.body() instanceof Body.Stream && version == HttpVersion.HTTP_1_1
                && response.status() != NO_CONTENT && response.status() != NOT_MODIFIED) {
            // Left to itself, the generator ends the last response of a connection with the connection: one that broke off would look complete.
            fields.add(CHUNKED);
        }
        return new MetaData.Response(response.status(), null, version, fields, length);
    }

    private static HttpField field(String name, String value) {
        return same(TEXT, name, value) ? TEXT
                : same(HTML, name, value) ? HTML
                        : same(JSON, name, value) ? JSON
                                : new HttpField(name, value);
    }

    private static boolean same(HttpField known, String name, String value) {
        return known.getValue().equals(value) && known.getName().equals(name);
    }
}
