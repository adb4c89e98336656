package dev.longhaul.vestis;

import dev.longhaul.generated.vestis.model.BackgroundRequest;
import dev.longhaul.generated.vestis.model.ChatRequest;
import dev.longhaul.generated.vestis.model.FlatlayRequest;
import dev.longhaul.generated.vestis.model.MdoliRequest;
import dev.longhaul.generated.vestis.model.OnModelRequest;
import dev.longhaul.generated.vestis.model.Photo;
import dev.longhaul.generated.vestis.model.Product;
import dev.longhaul.generated.vestis.model.ProductType;
import dev.longhaul.internal.media.Pictures;
import dev.longhaul.transfer.DataUri;
import java.util.ArrayList;
import java.util.List;

/** Requests that are in order, with tiny images. */
final class Images {
  static final String PNG = DataUri.ofImage(Pictures.png());
  static final String JPEG = DataUri.ofImage(Pictures.jpeg(3, 2));
  static final String WEBP = DataUri.ofImage(Pictures.webp(3, 2));
  static final String ADDRESS = "https://cdn.example.com/shirt.jpg?size=2";
  static final String PROMPT = "A red scarf on white ground";

  private Images() {}

  static ImageRequest scarf() {
    return ImageRequest.chat(chat());
  }

  static ChatRequest chat() {
    return new ChatRequest().prompt(PROMPT).images(new ArrayList<>(List.of(PNG, ADDRESS)));
  }

  static FlatlayRequest flatlay() {
    return new FlatlayRequest().modelId("1").backgroundId("3").products(products("top", "bottom"));
  }

  static MdoliRequest mannequin() {
    return new MdoliRequest().modelId("1").backgroundId("3").products(products("fullbody"));
  }

  static OnModelRequest onModel() {
    return new OnModelRequest().modelId("4").backgroundId("2").photos(photos(1));
  }

  static BackgroundRequest background() {
    return new BackgroundRequest().backgroundId("7").photos(photos(2));
  }

  static List<Product> products(String... types) {
    List<Product> products = new ArrayList<>();
    for (String type : types) {
      products.add(new Product().type(ProductType.of(type)).frontImage(JPEG).backImage(ADDRESS));
    }
    return products;
  }

  static List<Photo> photos(int count) {
    List<Photo> photos = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      photos.add(new Photo().id("photo-" + i).image(WEBP));
    }
    return photos;
  }
}
