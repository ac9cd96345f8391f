//! A: the least that a server written with actix-web can do.

use std::net::SocketAddr;

use actix_web::{App, HttpResponse, HttpServer, web};

/// About what a page of a topic has.
const SIZE: usize = 20 * 1024;

pub fn serve(listen: SocketAddr) -> anyhow::Result<()> {
    let body = web::Bytes::from("a".repeat(SIZE));
    actix_web::rt::System::new().block_on(async move {
        let server = HttpServer::new(move || {
            let body = body.clone();
            App::new().route(
                "/",
                web::get().to(move || {
                    let body = body.clone();
                    async move {
                        HttpResponse::Ok()
                            .content_type("text/html; charset=utf-8")
                            .body(body)
                    }
                }),
            )
        });
        Ok(server.bind(listen)?.run().await?)
    })
}
